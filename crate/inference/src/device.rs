//! What a model runs on.

use encoder::{
    Build, Cpu, CpuBuilder, Float, Int8, Kernel, Place, Plan, Reference, ReferenceBuilder, Tensor,
};
use gpu::{Gpu, GpuBuilder};
use text::{Batch, Encoder, Head, Output};

use crate::Error;

/// What a model runs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// candle in 32-bit floats: the reference.
    Reference,
    /// 32-bit floats on the processor.
    Float,
    /// Bytes on the processor.
    #[default]
    Int8,
    /// A GPU.
    Gpu,
}

impl Kind {
    /// By its name: `cpu` (or `reference`), `float`, `int8`, `gpu`.
    ///
    /// # Errors
    /// [`Error::NoDevice`].
    pub fn named(name: &str) -> Result<Self, Error> {
        match name {
            "cpu" | "reference" => Ok(Self::Reference),
            "float" => Ok(Self::Float),
            "int8" => Ok(Self::Int8),
            "gpu" => Ok(Self::Gpu),
            _ => Err(Error::NoDevice {
                name: name.to_owned(),
            }),
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Float => "float",
            Self::Int8 => "int8",
            Self::Gpu => "gpu",
        }
    }
}

/// A model with its weights on a device.
pub enum Device {
    /// See [`Kind::Reference`].
    Reference(Box<Reference>),
    /// See [`Kind::Float`].
    Float(Cpu<Float>),
    /// See [`Kind::Int8`].
    Int8(Cpu<Int8>),
    /// See [`Kind::Gpu`], with the adapter's name.
    Gpu(Box<Gpu>, String),
}

impl Device {
    /// What it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Reference(_) => Kind::Reference,
            Self::Float(_) => Kind::Float,
            Self::Int8(_) => Kind::Int8,
            Self::Gpu(..) => Kind::Gpu,
        }
    }

    /// The model's shape and heads.
    pub fn plan(&self) -> &Plan {
        match self {
            Self::Reference(model) => model.plan(),
            Self::Float(model) => model.plan(),
            Self::Int8(model) => model.plan(),
            Self::Gpu(model, _) => model.plan(),
        }
    }

    /// The number format of its products.
    pub fn precision(&self) -> &'static str {
        match self {
            Self::Int8(_) => "int8",
            Self::Gpu(model, _) => match model.precision() {
                gpu::Precision::F16 => "f16",
                gpu::Precision::Int8 => "int8",
                _ => "f32",
            },
            _ => "f32",
        }
    }

    /// Of bytes on the processor: how they are multiplied.
    pub fn kernel(&self) -> Option<Kernel> {
        match self {
            Self::Int8(model) => Some(model.kernel()),
            _ => None,
        }
    }

    /// Chooses how bytes are multiplied; the results stay the same.
    pub fn set_kernel(&mut self, kernel: Kernel) {
        if let Self::Int8(model) = self {
            model.set_kernel(kernel);
        }
    }

    /// Another worker with the same weights, where the device can have several.
    pub fn fork(&self) -> Option<Self> {
        match self {
            Self::Float(model) => Some(Self::Float(model.clone())),
            Self::Int8(model) => Some(Self::Int8(model.clone())),
            Self::Reference(_) | Self::Gpu(..) => None,
        }
    }
}

impl Encoder for Device {
    type Error = Error;

    fn heads(&self) -> &[Head] {
        match self {
            Self::Reference(model) => model.heads(),
            Self::Float(model) => model.heads(),
            Self::Int8(model) => model.heads(),
            Self::Gpu(model, _) => model.heads(),
        }
    }

    async fn encode(&mut self, batch: &Batch, heads: &[usize]) -> Result<Vec<Output>, Error> {
        match self {
            Self::Reference(model) => Ok(model.run(batch, heads)?),
            Self::Float(model) => run_float(model, batch, heads),
            Self::Int8(model) => run_int8(model, batch, heads),
            Self::Gpu(model, _) => Ok(model.encode(batch, heads).await?),
        }
    }
}

// What waits is instantiated in the crate that waits. These two never do, and so the kernels are made here,
// optimised, whoever calls them.

#[inline(never)]
fn run_float(model: &mut Cpu<Float>, batch: &Batch, heads: &[usize]) -> Result<Vec<Output>, Error> {
    Ok(model.run(batch, heads)?)
}

#[inline(never)]
fn run_int8(model: &mut Cpu<Int8>, batch: &Batch, heads: &[usize]) -> Result<Vec<Output>, Error> {
    Ok(model.run(batch, heads)?)
}

/// Takes a model's tensors on their way to a device.
pub enum DeviceBuilder {
    /// See [`Kind::Reference`].
    Reference(ReferenceBuilder),
    /// See [`Kind::Float`].
    Float(CpuBuilder<Float>),
    /// See [`Kind::Int8`].
    Int8(CpuBuilder<Int8>),
    /// See [`Kind::Gpu`], with the adapter's name.
    Gpu(Box<GpuBuilder>, String),
}

impl DeviceBuilder {
    /// On a processor; a GPU has to be asked for first.
    pub fn processor(kind: Kind, plan: Plan) -> Option<Self> {
        match kind {
            Kind::Reference => Some(Self::Reference(ReferenceBuilder::new(plan))),
            Kind::Float => Some(Self::Float(CpuBuilder::new(plan))),
            Kind::Int8 => Some(Self::Int8(CpuBuilder::new(plan))),
            Kind::Gpu => None,
        }
    }
}

impl Build for DeviceBuilder {
    type Encoder = Device;
    type Error = Error;

    fn put(&mut self, place: Place, tensor: Tensor) -> Result<(), Error> {
        match self {
            Self::Reference(builder) => Ok(builder.put(place, tensor)?),
            Self::Float(builder) => Ok(builder.put(place, tensor)?),
            Self::Int8(builder) => Ok(builder.put(place, tensor)?),
            Self::Gpu(builder, _) => Ok(builder.put(place, tensor)?),
        }
    }

    fn finish(self) -> Result<Device, Error> {
        match self {
            Self::Reference(builder) => Ok(Device::Reference(Box::new(builder.finish()?))),
            Self::Float(builder) => Ok(Device::Float(builder.finish()?)),
            Self::Int8(builder) => Ok(Device::Int8(builder.finish()?)),
            Self::Gpu(builder, name) => Ok(Device::Gpu(Box::new(builder.finish()?), name)),
        }
    }
}
