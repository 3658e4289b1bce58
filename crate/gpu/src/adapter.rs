//! Which GPU there is, and what it can do.

use encoder::Plan;

use crate::device::Device;
use crate::{Error, GpuBuilder, Precision, Settings};

/// Which adapters will do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// One that computes on the CPU too: right, and slow.
    Any,
    /// A GPU.
    #[default]
    HardwareOnly,
}

/// What an adapter can do beyond what all can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// 16-bit floats in shaders.
    pub f16: bool,
    /// Products of four pairs of bytes at once.
    pub packed_dot: bool,
}

/// A GPU, or what stands in for one.
#[derive(Debug)]
pub struct Adapter {
    /// Its name; browsers often give none.
    pub name: String,
    /// What it is driven through: `vulkan`, `metal`, `dx12`, `webgpu`.
    pub backend: String,
    /// Whether it computes on the CPU, as far as can be told.
    pub software: bool,
    /// What it can do.
    pub features: Features,
    adapter: wgpu::Adapter,
}

/// Names of adapters that compute on the CPU; not all say so otherwise.
const SOFTWARE: [&str; 5] = [
    "swiftshader",
    "llvmpipe",
    "lavapipe",
    "microsoft basic render",
    "softpipe",
];

impl Adapter {
    /// Finds the fastest adapter.
    ///
    /// # Errors
    /// [`Error::NoAdapter`] when there is none, [`Error::OnlySoftware`] when none is what was asked for.
    pub async fn request(choice: Choice) -> Result<Self, Error> {
        let instance = wgpu::Instance::new(wgpu::InstanceDescriptor {
            // Without checks that a driver's layers make in debug builds: they may be missing.
            flags: wgpu::InstanceFlags::empty(),
            ..wgpu::InstanceDescriptor::new_without_display_handle()
        });
        let packed_dot = instance
            .wgsl_language_features()
            .contains(wgpu::WgslLanguageFeatures::Packed4x8IntegerDotProduct);
        let mut found: Vec<Self> = candidates(&instance)
            .await?
            .into_iter()
            .map(|adapter| Self::describe(adapter, packed_dot))
            .collect();
        found.sort_by_key(|adapter| adapter.rank());
        let best = found.into_iter().next().ok_or_else(|| Error::NoAdapter {
            message: "no driver has an adapter".to_owned(),
        })?;
        if best.software && choice == Choice::HardwareOnly {
            return Err(Error::OnlySoftware { name: best.name });
        }
        Ok(best)
    }

    fn describe(adapter: wgpu::Adapter, packed_dot: bool) -> Self {
        let info = adapter.get_info();
        let named = |name: &str| {
            let name = name.to_lowercase();
            SOFTWARE.iter().any(|software| name.contains(software))
        };
        let software = info.device_type == wgpu::DeviceType::Cpu
            || named(&info.name)
            || named(&info.driver)
            || named(&info.driver_info);
        let backend = match info.backend {
            wgpu::Backend::BrowserWebGpu => "webgpu",
            other => other.to_str(),
        };
        Self {
            name: if info.name.is_empty() {
                "unnamed GPU".to_owned()
            } else {
                info.name
            },
            backend: backend.to_owned(),
            software,
            features: Features {
                f16: adapter.features().contains(wgpu::Features::SHADER_F16),
                packed_dot,
            },
            adapter,
        }
    }

    /// The smaller, the faster it is likely to be.
    fn rank(&self) -> u32 {
        let kind = self.adapter.get_info().device_type;
        match kind {
            _ if self.software => 4,
            wgpu::DeviceType::DiscreteGpu => 0,
            wgpu::DeviceType::IntegratedGpu => 1,
            wgpu::DeviceType::VirtualGpu | wgpu::DeviceType::Other => 2,
            wgpu::DeviceType::Cpu => 3,
        }
    }

    /// Whether it can compute so.
    pub fn supports(&self, precision: Precision) -> bool {
        match precision {
            // Without the feature, pairs of 16-bit floats are unpacked by a function that every shader has.
            Precision::F32 | Precision::F16 => true,
            Precision::Int8 => self.features.packed_dot,
        }
    }

    /// Opens the device and makes room for a model's weights.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for a precision that it cannot compute in, [`Error::NoDevice`] when it is not given, [`Error::TooLarge`] for
    /// a model beyond its limits, [`Error::Model`] for a shape that no BERT has.
    pub async fn open(&self, plan: Plan, settings: Settings) -> Result<GpuBuilder, Error> {
        if !self.supports(settings.precision) {
            return Err(Error::Unsupported {
                name: self.name.clone(),
                precision: settings.precision,
            });
        }
        GpuBuilder::new(self.device(&settings).await?, plan, settings)
    }

    pub(crate) async fn device(&self, settings: &Settings) -> Result<Device, Error> {
        Device::open(&self.adapter, self, settings).await
    }
}

#[cfg(not(target_arch = "wasm32"))]
async fn candidates(instance: &wgpu::Instance) -> Result<Vec<wgpu::Adapter>, Error> {
    Ok(instance.enumerate_adapters(wgpu::Backends::PRIMARY).await)
}

/// A browser chooses itself.
#[cfg(target_arch = "wasm32")]
async fn candidates(instance: &wgpu::Instance) -> Result<Vec<wgpu::Adapter>, Error> {
    let options = wgpu::RequestAdapterOptions {
        power_preference: wgpu::PowerPreference::HighPerformance,
        ..Default::default()
    };
    match instance.request_adapter(&options).await {
        Ok(adapter) => Ok(vec![adapter]),
        Err(error) => Err(Error::NoAdapter {
            message: error.to_string(),
        }),
    }
}
