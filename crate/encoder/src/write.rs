//! Writing a model's weights as a safetensors file.

use half::f16;
use safetensors::tensor::{Dtype, TensorView, serialize};

use crate::folder::wrong;
use crate::load::{FACTORS, SCALES};
use crate::pack::Precision;
use crate::{Build, Error, Factors, Part, Place, Plan, Tensor, Values, names};

/// Keeps a model's tensors to write them in another precision.
pub struct Writer {
    plan: Plan,
    precision: Precision,
    factors: Factors,
    tensors: Vec<(String, Dtype, Vec<usize>, Vec<u8>)>,
}

impl Writer {
    /// Starts on a model.
    pub fn new(plan: Plan, precision: Precision) -> Self {
        Self {
            plan,
            precision,
            factors: Factors::default(),
            tensors: Vec::new(),
        }
    }

    /// Factors for the inputs of int8 matrices.
    #[must_use]
    pub fn with_factors(mut self, factors: Factors) -> Self {
        self.factors = factors;
        self
    }
}

impl Build for Writer {
    type Encoder = Vec<u8>;
    type Error = Error;

    /// Matrices of the encoder take the precision; vectors and heads, small and delicate, stay in 32 bits.
    fn put(&mut self, place: Place, tensor: Tensor) -> Result<(), Error> {
        let heads: Vec<String> = self
            .plan
            .heads
            .iter()
            .map(|h| h.head.name.clone())
            .collect();
        let name = names::name(place, &heads);
        let matrix = match place {
            Place::Words => true,
            Place::Layer(_, _, Part::Weight) => tensor.rows > 1,
            _ => false,
        };
        let shape = match place {
            Place::Words | Place::Positions | Place::Segments => vec![tensor.rows, tensor.columns],
            Place::Pooler(Part::Weight) | Place::Head(_, Part::Weight) => {
                vec![tensor.rows, tensor.columns]
            }
            _ if tensor.rows > 1 => vec![tensor.rows, tensor.columns],
            _ => vec![tensor.columns],
        };
        let precision = if matrix {
            self.precision
        } else {
            Precision::F32
        };
        match precision {
            Precision::Int8 => {
                let rounded = match self.factors.get(place) {
                    Some(factors) => tensor.to_int8_by(Some(factors)),
                    None => tensor.to_int8(),
                };
                let Values::Int8 {
                    values,
                    scales,
                    factors,
                } = rounded.values
                else {
                    return Ok(());
                };
                let mut beside = |suffix: &str, values: &[f32]| {
                    let bytes = bytemuck::cast_slice(values).to_vec();
                    let name = format!("{name}{suffix}");
                    self.tensors
                        .push((name, Dtype::F32, vec![values.len()], bytes));
                };
                beside(SCALES, &scales);
                if let Some(factors) = factors {
                    beside(FACTORS, &factors);
                }
                let bytes = bytemuck::cast_slice(&values).to_vec();
                self.tensors.push((name, Dtype::I8, shape, bytes));
            }
            Precision::F16 => {
                let values = tensor.to_f32();
                if let Some(large) = values.iter().find(|v| v.abs() > 65_504.0) {
                    let found = format!("f16, with a weight of {large} in {name}");
                    let file = "model.safetensors";
                    return Err(wrong(file, "precision", found, "f32 or int8"));
                }
                let bytes = values
                    .iter()
                    .flat_map(|v| f16::from_f32(*v).to_le_bytes())
                    .collect();
                self.tensors.push((name, Dtype::F16, shape, bytes));
            }
            Precision::F32 => {
                let values = tensor.into_f32();
                let bytes = values.iter().flat_map(|v| v.to_le_bytes()).collect();
                self.tensors.push((name, Dtype::F32, shape, bytes));
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>, Error> {
        let views = self
            .tensors
            .iter()
            .map(|(name, dtype, shape, bytes)| {
                TensorView::new(*dtype, shape.clone(), bytes).map(|view| (name.as_str(), view))
            })
            .collect::<Result<Vec<_>, _>>()
            .and_then(|views| serialize(views, None));
        views.map_err(|error| Error::CorruptWeights {
            what: error.to_string(),
        })
    }
}
