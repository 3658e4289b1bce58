//! A model on its way to the GPU.

use std::collections::BTreeSet;

use encoder::{Build, Place, Plan, Tensor, Values};

use crate::device::Device;
use crate::weights::Weights;
use crate::{Error, Gpu, Settings};

/// Takes a model's tensors one at a time, sends each to the GPU and lets it go.
pub struct GpuBuilder {
    device: Device,
    plan: Plan,
    settings: Settings,
    weights: Weights,
    put: BTreeSet<Place>,
}

impl GpuBuilder {
    pub(crate) fn new(device: Device, plan: Plan, settings: Settings) -> Result<Self, Error> {
        plan.config.check()?;
        let weights = Weights::new(&device, &plan, &settings)?;
        device.check()?;
        Ok(Self {
            device,
            plan,
            settings,
            weights,
            put: BTreeSet::new(),
        })
    }
}

#[cfg(test)]
impl GpuBuilder {
    pub(crate) fn lose_silently(&self) {
        self.device.wgpu.destroy();
    }
}

/// Refuses a tensor that does not fill its place.
pub(crate) fn check_shape(plan: &Plan, place: Place, tensor: &Tensor) -> Result<(), Error> {
    let (expected_rows, expected_columns) = plan.shape(place);
    let (rows, columns) = (tensor.rows, tensor.columns);
    let values = match &tensor.values {
        Values::F32(values) => values.len(),
        Values::F16(values) => values.len(),
        Values::Bf16(values) => values.len(),
        Values::Int8 {
            values,
            scales,
            factors,
        } if scales.len() == rows && factors.as_ref().is_none_or(|f| f.len() == columns) => {
            values.len()
        }
        Values::Int8 { .. } => 0,
    };
    let whole = rows.checked_mul(columns) == Some(values);
    if (rows, columns) == (expected_rows, expected_columns) && whole {
        return Ok(());
    }
    Err(Error::WrongShape {
        place,
        rows,
        columns,
        values,
        expected_rows,
        expected_columns,
    })
}

impl Build for GpuBuilder {
    type Encoder = Gpu;
    type Error = Error;

    /// Sends a tensor, whatever its format, as the settings' precision has it.
    ///
    /// # Errors
    /// [`Error::WrongShape`], and what went wrong on the GPU until now.
    fn put(&mut self, place: Place, tensor: Tensor) -> Result<(), Error> {
        check_shape(&self.plan, place, &tensor)?;
        self.weights.put(&self.device, place, tensor);
        // Starts the copies, so that they do not pile up in memory.
        self.device.queue.submit([]);
        self.put.insert(place);
        self.device.check()
    }

    /// # Errors
    /// [`Error::Missing`], and what went wrong on the GPU until now.
    fn finish(self) -> Result<Gpu, Error> {
        if let Some(place) = self
            .plan
            .places()
            .into_iter()
            .find(|place| !self.put.contains(place))
        {
            return Err(Error::Missing { place });
        }
        self.device.check()?;
        Ok(Gpu::new(
            self.device,
            self.plan,
            self.weights,
            self.settings.precision,
        ))
    }
}
