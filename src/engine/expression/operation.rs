//! What a term does with its arguments.

use core::fmt;

use super::super::numeric;
use super::{ExpressionError, deviate, laws};

/// An operation of an expression. Truth values are numbers: 0 is false, any other number true.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operation {
    /// A number.
    Constant(f64),
    /// The sum.
    Add,
    /// The first less the others.
    Sub,
    /// The product.
    Mul,
    /// The first divided by the others.
    Div,
    /// The negative.
    Neg,
    /// Without sign.
    Abs,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// The arithmetic mean.
    Mean,
    /// The first to the power of the second.
    Pow,
    /// The remainder of whole numbers, with the sign of the first.
    Mod,
    /// e to the power of the argument.
    Exp,
    /// The natural logarithm.
    Log,
    /// The decimal logarithm.
    Log10,
    /// The square root.
    Sqrt,
    /// The sine.
    Sin,
    /// The cosine.
    Cos,
    /// The tangent.
    Tan,
    /// The inverse sine.
    Asin,
    /// The inverse cosine.
    Acos,
    /// The inverse tangent.
    Atan,
    /// The hyperbolic sine.
    Sinh,
    /// The hyperbolic cosine.
    Cosh,
    /// The hyperbolic tangent.
    Tanh,
    /// The next whole number above.
    Ceil,
    /// The next whole number below.
    Floor,
    /// False where the argument is true.
    Not,
    /// All are true.
    And,
    /// Any is true.
    Or,
    /// Equal.
    Eq,
    /// Different.
    Df,
    /// Less.
    Lt,
    /// Greater.
    Gt,
    /// Less or equal.
    Leq,
    /// Greater or equal.
    Geq,
    /// The second if the first is true, else the third.
    Ite,
    /// Condition, value, condition, value, ..., default: the value of the first condition that is true.
    Switch,
    /// [`laws::exponential`] of rate and time.
    Exponential,
    /// [`laws::glm`] of gamma, failure rate, repair rate and time.
    Glm,
    /// [`laws::weibull`] of scale, shape, time shift and time.
    Weibull,
    /// [`laws::PeriodicTest`] with 4, 5 or 11 arguments.
    PeriodicTest,
    /// Even between its two arguments.
    UniformDeviate,
    /// Normal, of mean and standard deviation.
    NormalDeviate,
    /// Log-normal: of mean, error factor and its level, or of the mean and standard deviation of the logarithm.
    LognormalDeviate,
    /// Gamma, of shape and scale.
    GammaDeviate,
    /// Beta, of alpha and beta.
    BetaDeviate,
    /// Lowest bound, then upper bound and weight of each bin, even within a bin.
    Histogram,
}

/// How many arguments an operation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// This many.
    Exactly(usize),
    /// This many or more.
    AtLeast(usize),
    /// Either.
    Either(usize, usize),
    /// One of three numbers.
    OneOf(usize, usize, usize),
    /// An odd number, this many or more.
    Odd(usize),
}

impl Arity {
    /// Whether a number of arguments is right.
    pub fn fits(self, found: usize) -> bool {
        match self {
            Self::Exactly(needed) => found == needed,
            Self::AtLeast(least) => found >= least,
            Self::Either(a, b) => [a, b].contains(&found),
            Self::OneOf(a, b, c) => [a, b, c].contains(&found),
            Self::Odd(least) => found >= least && found % 2 == 1,
        }
    }
}

impl fmt::Display for Arity {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Exactly(needed) => write!(f, "{needed}"),
            Self::AtLeast(least) => write!(f, "{least} or more"),
            Self::Either(a, b) => write!(f, "{a} or {b}"),
            Self::OneOf(a, b, c) => write!(f, "{a}, {b} or {c}"),
            Self::Odd(least) => write!(f, "an odd number from {least} on"),
        }
    }
}

use Arity::{AtLeast, Either, Exactly, Odd, OneOf};
use Operation as Is;

/// Every operation but the constant: its name in the exchange format, and its arguments.
const TABLE: [(&str, Operation, Arity); 47] = [
    ("add", Is::Add, AtLeast(1)),
    ("sub", Is::Sub, AtLeast(1)),
    ("mul", Is::Mul, AtLeast(1)),
    ("div", Is::Div, AtLeast(1)),
    ("neg", Is::Neg, Exactly(1)),
    ("abs", Is::Abs, Exactly(1)),
    ("min", Is::Min, AtLeast(1)),
    ("max", Is::Max, AtLeast(1)),
    ("mean", Is::Mean, AtLeast(1)),
    ("pow", Is::Pow, Exactly(2)),
    ("mod", Is::Mod, Exactly(2)),
    ("exp", Is::Exp, Exactly(1)),
    ("log", Is::Log, Exactly(1)),
    ("log10", Is::Log10, Exactly(1)),
    ("sqrt", Is::Sqrt, Exactly(1)),
    ("sin", Is::Sin, Exactly(1)),
    ("cos", Is::Cos, Exactly(1)),
    ("tan", Is::Tan, Exactly(1)),
    ("asin", Is::Asin, Exactly(1)),
    ("acos", Is::Acos, Exactly(1)),
    ("atan", Is::Atan, Exactly(1)),
    ("sinh", Is::Sinh, Exactly(1)),
    ("cosh", Is::Cosh, Exactly(1)),
    ("tanh", Is::Tanh, Exactly(1)),
    ("ceil", Is::Ceil, Exactly(1)),
    ("floor", Is::Floor, Exactly(1)),
    ("not", Is::Not, Exactly(1)),
    ("and", Is::And, AtLeast(1)),
    ("or", Is::Or, AtLeast(1)),
    ("eq", Is::Eq, Exactly(2)),
    ("df", Is::Df, Exactly(2)),
    ("lt", Is::Lt, Exactly(2)),
    ("gt", Is::Gt, Exactly(2)),
    ("leq", Is::Leq, Exactly(2)),
    ("geq", Is::Geq, Exactly(2)),
    ("ite", Is::Ite, Exactly(3)),
    ("switch", Is::Switch, Odd(1)),
    ("exponential", Is::Exponential, Exactly(2)),
    ("GLM", Is::Glm, Exactly(4)),
    ("Weibull", Is::Weibull, Exactly(4)),
    ("periodic-test", Is::PeriodicTest, OneOf(4, 5, 11)),
    ("uniform-deviate", Is::UniformDeviate, Exactly(2)),
    ("normal-deviate", Is::NormalDeviate, Exactly(2)),
    ("lognormal-deviate", Is::LognormalDeviate, Either(2, 3)),
    ("gamma-deviate", Is::GammaDeviate, Exactly(2)),
    ("beta-deviate", Is::BetaDeviate, Exactly(2)),
    ("histogram", Is::Histogram, Odd(3)),
];

fn number(truth: bool) -> f64 {
    f64::from(u8::from(truth))
}

fn is_true(value: f64) -> bool {
    value != 0.0
}

/// The remainder of the whole parts; no number where the divisor has none.
fn remainder(of: f64, by: f64) -> f64 {
    libm::fmod(libm::trunc(of), libm::trunc(by))
}

impl Operation {
    /// The operation of this name in the exchange format.
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|(known, ..)| *known == name).map(|(_, operation, _)| *operation)
    }

    /// Its name in the exchange format.
    pub fn name(self) -> &'static str {
        TABLE.iter().find(|(_, known, _)| *known == self).map_or("float", |(name, ..)| name)
    }

    /// How many arguments it has.
    pub fn arity(self) -> Arity {
        TABLE.iter().find(|(_, known, _)| *known == self).map_or(Exactly(0), |(.., arity)| *arity)
    }

    /// Whether it is drawn from a distribution.
    pub fn is_deviate(self) -> bool {
        matches!(
            self,
            Self::UniformDeviate
                | Self::NormalDeviate
                | Self::LognormalDeviate
                | Self::GammaDeviate
                | Self::BetaDeviate
                | Self::Histogram
        )
    }

    /// Whether the operation is defined for these arguments. Their number is right.
    pub(super) fn check(self, values: &[f64]) -> Result<(), ExpressionError> {
        let wrong = match self {
            _ if self.is_deviate() => deviate::wrong(self, values),
            Self::Div => {
                values[1..].iter().find(|v| **v == 0.0).map(|v| ("divisor", *v, "a number other than 0"))
            }
            Self::Mod if libm::trunc(values[1]) == 0.0 => {
                Some(("divisor", values[1], "a whole number other than 0"))
            }
            Self::Log | Self::Log10 if values[0] <= 0.0 => Some(("argument", values[0], "a number above 0")),
            Self::Sqrt if values[0] < 0.0 => Some(("argument", values[0], "a number from 0 on")),
            Self::Asin | Self::Acos if values[0].abs() > 1.0 => {
                Some(("argument", values[0], "a number from -1 to 1"))
            }
            _ => laws::wrong(self, values),
        };
        match wrong {
            None => Ok(()),
            Some((what, found, needed)) => {
                Err(ExpressionError::Argument { operation: self, what, found, needed })
            }
        }
    }

    /// The value, with a deviate at its mean. The number of arguments is right.
    pub(super) fn point(self, values: &[f64]) -> f64 {
        match *values {
            [] => match self {
                Self::Constant(value) => value,
                _ => f64::NAN,
            },
            _ if self.is_deviate() => deviate::mean(self, values),
            [a] => self.of_one(a),
            [first, ref others @ ..] => self.of_several(first, others, values),
        }
    }

    fn of_one(self, a: f64) -> f64 {
        match self {
            Self::Neg => -a,
            Self::Abs => a.abs(),
            Self::Exp => libm::exp(a),
            Self::Log => libm::log(a),
            Self::Log10 => libm::log10(a),
            Self::Sqrt => libm::sqrt(a),
            Self::Sin => libm::sin(a),
            Self::Cos => libm::cos(a),
            Self::Tan => libm::tan(a),
            Self::Asin => libm::asin(a),
            Self::Acos => libm::acos(a),
            Self::Atan => libm::atan(a),
            Self::Sinh => libm::sinh(a),
            Self::Cosh => libm::cosh(a),
            Self::Tanh => libm::tanh(a),
            Self::Ceil => libm::ceil(a),
            Self::Floor => libm::floor(a),
            Self::Not => number(!is_true(a)),
            Self::And | Self::Or => number(is_true(a)),
            // The sum, product, least, greatest and mean of one number, and a switch without cases.
            _ => a,
        }
    }

    fn of_several(self, a: f64, others: &[f64], values: &[f64]) -> f64 {
        let b = others[0];
        match self {
            Self::Add => numeric::sum(values.iter().copied()),
            Self::Sub => numeric::sum(core::iter::once(a).chain(others.iter().map(|other| -other))),
            Self::Mul => others.iter().fold(a, |product, other| product * other),
            Self::Div => others.iter().fold(a, |quotient, other| quotient / other),
            Self::Min => others.iter().fold(a, |least, other| least.min(*other)),
            Self::Max => others.iter().fold(a, |most, other| most.max(*other)),
            Self::Mean => numeric::sum(values.iter().copied()) / values.len() as f64,
            Self::Pow => libm::pow(a, b),
            Self::Mod => remainder(a, b),
            Self::And => number(values.iter().all(|value| is_true(*value))),
            Self::Or => number(values.iter().any(|value| is_true(*value))),
            Self::Eq => number(a == b),
            Self::Df => number(a != b),
            Self::Lt => number(a < b),
            Self::Gt => number(a > b),
            Self::Leq => number(a <= b),
            Self::Geq => number(a >= b),
            Self::Ite => others[usize::from(!is_true(a))],
            Self::Switch => chosen(values),
            _ => laws::value(self, values),
        }
    }
}

/// The value of the first case whose condition is true, else the default, which is last.
fn chosen(values: &[f64]) -> f64 {
    let (cases, default) = values.as_chunks::<2>();
    let case = cases.iter().find(|[condition, _]| is_true(*condition)).map(|[_, value]| *value);
    case.or(default.first().copied()).unwrap_or(f64::NAN)
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name())
    }
}
