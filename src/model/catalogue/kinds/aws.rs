//! Kinds of Amazon Web Services, each with its published monthly service level agreement.

use super::common::{
    BAD_RELEASE, BAD_SCHEMA, DATA_DAMAGE, GLOBAL_99_9, GLOBAL_99_999, MACHINE_LOSS, NAME_SERVICE, OVERLOAD,
    REGION_99_9, REGION_99_95, REGION_99_99, SERVER_LOSS, STORE_99_99, kind,
};
use super::{Family, Kind, ModeInfo, Vendor};

const fn aws(
    family: Family,
    key: &'static str,
    name: &'static str,
    price: f64,
    modes: &'static [&'static ModeInfo],
) -> Kind {
    kind(Vendor::Aws, family, key, name, price, modes)
}

/// Replaced machines that run our code.
const POOL: &[&ModeInfo] = &[&MACHINE_LOSS, &REGION_99_99, &BAD_RELEASE, &OVERLOAD];

/// A platform that runs our code.
const PLATFORM: &[&ModeInfo] = &[&REGION_99_95, &BAD_RELEASE, &OVERLOAD];

/// A primary with standby whose data and schema are ours.
const DATABASE: &[&ModeInfo] = &[&MACHINE_LOSS, &REGION_99_95, &BAD_SCHEMA, &DATA_DAMAGE];

pub(super) const KINDS: &[Kind] = &[
    aws(Family::Compute, "aws-ec2", "EC2 instances over zones", 70.0, POOL)
        .over_zones(3, 2)
        .promises(0.0001, "AWS Compute SLA, region level over two or more zones"),
    aws(
        Family::Compute,
        "aws-ec2-single",
        "EC2 instance, single",
        70.0,
        const { &[&SERVER_LOSS, &REGION_99_99, &BAD_RELEASE, &OVERLOAD] },
    )
    .over_zones(1, 1)
    .promises(0.005, "AWS Compute SLA, single instance"),
    aws(Family::Compute, "aws-fargate", "ECS on Fargate", 60.0, POOL)
        .over_zones(3, 2)
        .promises(0.0001, "AWS Compute SLA, ECS and Fargate (as listed 2026-06)"),
    aws(Family::Compute, "aws-eks", "EKS cluster", 150.0, PLATFORM)
        .promises(0.0005, "AWS EKS SLA (as listed 2026-06)"),
    aws(Family::Compute, "aws-lambda", "Lambda", 100.0, PLATFORM)
        .promises(0.0005, "AWS Lambda SLA (as listed 2026-06)"),
    aws(Family::LoadBalancer, "aws-elb", "Elastic Load Balancing", 25.0, const { &[&REGION_99_99] })
        .promises(0.0001, "AWS ELB SLA (as listed 2026-06)"),
    aws(Family::Database, "aws-rds", "RDS Multi-AZ", 350.0, DATABASE)
        .with_standby()
        .promises(0.0005, "AWS RDS SLA, Multi-AZ"),
    aws(
        Family::Database,
        "aws-aurora",
        "Aurora",
        500.0,
        const { &[&MACHINE_LOSS, &REGION_99_99, &BAD_SCHEMA, &DATA_DAMAGE] },
    )
    .with_standby()
    .promises(0.0001, "AWS Aurora SLA, Multi-AZ"),
    aws(Family::Database, "aws-dynamodb", "DynamoDB", 200.0, const { &[&REGION_99_99, &DATA_DAMAGE] })
        .promises(0.0001, "AWS DynamoDB SLA, standard"),
    aws(
        Family::Database,
        "aws-dynamodb-global",
        "DynamoDB global tables",
        400.0,
        const { &[&GLOBAL_99_999, &DATA_DAMAGE] },
    )
    .global()
    .promises(0.00001, "AWS DynamoDB SLA, global tables"),
    aws(Family::Cache, "aws-elasticache", "ElastiCache", 150.0, const { &[&REGION_99_9] })
        .promises(0.001, "AWS ElastiCache SLA (as listed 2026-06)"),
    aws(Family::Queue, "aws-sqs", "SQS", 50.0, const { &[&REGION_99_9] })
        .promises(0.001, "AWS Messaging SLA, SQS and SNS (as listed 2026-06)"),
    aws(Family::ObjectStore, "aws-s3", "S3 Standard", 100.0, const { &[&STORE_99_99] })
        .promises(0.001, "AWS S3 SLA; designed for 99.99 % (S3 User Guide)"),
    aws(Family::Dns, "aws-route-53", "Route 53", 10.0, const { &[&NAME_SERVICE] })
        .global()
        .promises(0.0, "AWS Route 53 SLA (as listed 2026-06)"),
    aws(Family::Cdn, "aws-cloudfront", "CloudFront", 200.0, const { &[&GLOBAL_99_9] })
        .global()
        .promises(0.001, "AWS CloudFront SLA (as listed 2026-06)"),
    aws(Family::ApiGateway, "aws-api-gateway", "API Gateway", 100.0, const { &[&REGION_99_95] })
        .promises(0.0005, "AWS API Gateway SLA (as listed 2026-06)"),
];
