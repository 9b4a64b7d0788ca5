//! Bibliography: where the formulas and figures come from.
//!
//! Each source is an item, so that other documentation cites it by a link that cannot break unseen.

/// B. Beyer, C. Jones, J. Petoff, N. R. Murphy (eds.), *Site Reliability Engineering*, O'Reilly 2016,
/// chapter 3, "Embracing Risk". <https://sre.google/sre-book/embracing-risk/>
pub struct SreBook3;

/// *Site Reliability Engineering*, O'Reilly 2016, chapter 11, "Being On-Call".
/// <https://sre.google/sre-book/being-on-call/>
pub struct SreBook11;

/// *Site Reliability Engineering*, O'Reilly 2016, appendix A, "Availability Table".
/// <https://sre.google/sre-book/availability-table/>
pub struct SreBookA;

/// B. Beyer, N. R. Murphy, D. K. Rensin, K. Kawahara, S. Thorne (eds.), *The Site Reliability Workbook*,
/// O'Reilly 2018, chapter 2, "Implementing SLOs". <https://sre.google/workbook/implementing-slos/>
pub struct SreWorkbook2;

/// *The Site Reliability Workbook*, O'Reilly 2018, chapter 5, "Alerting on SLOs".
/// <https://sre.google/workbook/alerting-on-slos/>
pub struct SreWorkbook5;

/// *The Site Reliability Workbook*, O'Reilly 2018, chapter 16, "Canarying Releases".
/// <https://sre.google/workbook/canarying-releases/>
pub struct SreWorkbook16;

/// *The Site Reliability Workbook*, O'Reilly 2018, appendix B, "Example Error Budget Policy".
/// <https://sre.google/workbook/error-budget-policy/>
pub struct SreWorkbookB;

/// *The Site Reliability Workbook*, O'Reilly 2018, appendix C, "Results of Postmortem Analysis".
/// <https://sre.google/workbook/postmortem-analysis/>
pub struct SreWorkbookC;

/// Amazon Web Services, *Reliability Pillar: AWS Well-Architected Framework*, "Availability".
/// <https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/availability.html>
pub struct AwsReliabilityPillar;

/// Amazon Web Services, *Availability and Beyond: Understanding and Improving the Resilience of Distributed
/// Systems on AWS*, "Availability with redundancy".
/// <https://docs.aws.amazon.com/whitepapers/latest/availability-and-beyond-improving-resilience/availability-with-redundancy.html>
pub struct AwsAvailabilityAndBeyond;

/// Microsoft, *Azure Well-Architected Framework*, "Business metrics" (an earlier edition of its resiliency
/// chapter, repository MicrosoftDocs/well-architected).
pub struct AzureBusinessMetrics;

/// Sloth, a generator of burn-rate alerts; its own tests at commit `0e395d8`.
/// <https://github.com/slok/sloth>
pub struct Sloth;

/// Google Customer Reliability Engineering, risk analysis template (a spreadsheet): bad minutes a year from
/// time to detect, time to restore, share of users and time between failures.
pub struct CreRiskAnalysis;
