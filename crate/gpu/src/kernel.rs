//! Kernels: a WGSL file each, and beside it the same in Rust.
//!
//! Matrices are vectors of four values, so rows are padded to whole vectors, and padding is zero. A kernel's text is a few constants and
//! a few files one after another; all have their entry point in `main`.

pub(crate) mod activation;
pub(crate) mod attention;
pub(crate) mod embed;
#[cfg(test)]
pub(crate) mod harness;
pub(crate) mod matmul;
pub(crate) mod norm;
pub(crate) mod normalise;
pub(crate) mod pool;
pub(crate) mod quantise;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use text::Pooling;

use crate::device::Device;
use matmul::Epilogue;

/// How a matrix of weights is kept on the GPU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    F32,
    /// Needs the shader feature.
    F16,
    /// The same bytes as `F16`.
    Half,
    Int8,
}

impl Form {
    /// Values that a vector of the kernels holds; rows are padded to whole vectors.
    pub(crate) fn values_a_vector(self) -> usize {
        match self {
            Self::F32 | Self::F16 | Self::Half => 4,
            Self::Int8 => 16,
        }
    }

    pub(crate) fn bytes(self, values: usize) -> usize {
        match self {
            Self::F32 => 4 * values,
            Self::F16 | Self::Half => 2 * values,
            Self::Int8 => values,
        }
    }

    fn wgsl(self) -> &'static str {
        match self {
            Self::F32 => include_str!("kernel/weights_f32.wgsl"),
            Self::F16 => include_str!("kernel/weights_f16.wgsl"),
            Self::Half => include_str!("kernel/weights_half.wgsl"),
            Self::Int8 => "",
        }
    }

    /// Directives, which stand before everything else.
    fn enable(self) -> &'static str {
        match self {
            Self::F16 => "enable f16;\n",
            Self::F32 | Self::Half | Self::Int8 => "",
        }
    }
}

/// What a kernel is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Recipe {
    Matmul {
        form: Form,
        epilogue: Epilogue,
        few: bool,
    },
    Attention {
        head_width: usize,
    },
    Norm,
    Embed(Form),
    PoolMean,
    PoolFirst,
    Normalise,
    Quantise,
}

impl Recipe {
    pub(crate) fn pool(pooling: Pooling) -> Self {
        match pooling {
            Pooling::Mean => Self::PoolMean,
            Pooling::Cls => Self::PoolFirst,
        }
    }

    fn source(self) -> Source {
        match self {
            Self::Matmul {
                form,
                epilogue,
                few,
            } => matmul::source(form, epilogue, few),
            Self::Attention { head_width } => attention::source(head_width),
            Self::Norm => norm::source(),
            Self::Embed(form) => embed::source(form),
            Self::PoolMean => pool::source(Pooling::Mean),
            Self::PoolFirst => pool::source(Pooling::Cls),
            Self::Normalise => normalise::source(),
            Self::Quantise => quantise::source(),
        }
    }
}

/// How a kernel uses a buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Uniform,
    Read,
    Write,
}

/// The text of a kernel, and what it is given by binding.
pub(crate) struct Source {
    label: &'static str,
    text: String,
    bindings: Vec<(u32, Access)>,
}

/// Bindings from 0 on.
fn numbered(accesses: &[Access]) -> Vec<(u32, Access)> {
    (0..).zip(accesses.iter().copied()).collect()
}

/// A kernel that buffers can be bound to; it is compiled when it is first run.
pub(crate) struct Kernel {
    source: Source,
    layout: wgpu::BindGroupLayout,
    pipeline: OnceLock<wgpu::ComputePipeline>,
}

impl Kernel {
    fn new(device: &wgpu::Device, source: Source) -> Self {
        let entries: Vec<wgpu::BindGroupLayoutEntry> = source
            .bindings
            .iter()
            .map(|&(binding, access)| wgpu::BindGroupLayoutEntry {
                binding,
                visibility: wgpu::ShaderStages::COMPUTE,
                ty: wgpu::BindingType::Buffer {
                    ty: match access {
                        Access::Uniform => wgpu::BufferBindingType::Uniform,
                        Access::Read => wgpu::BufferBindingType::Storage { read_only: true },
                        Access::Write => wgpu::BufferBindingType::Storage { read_only: false },
                    },
                    has_dynamic_offset: false,
                    min_binding_size: None,
                },
                count: None,
            })
            .collect();
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some(source.label),
            entries: &entries,
        });
        Self {
            source,
            layout,
            pipeline: OnceLock::new(),
        }
    }

    /// Compiles it, once.
    pub(crate) fn pipeline(&self, device: &wgpu::Device) -> &wgpu::ComputePipeline {
        self.pipeline.get_or_init(|| self.compile(device))
    }

    fn compile(&self, device: &wgpu::Device) -> wgpu::ComputePipeline {
        let label = Some(self.source.label);
        let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label,
            bind_group_layouts: &[Some(&self.layout)],
            ..Default::default()
        });
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label,
            source: wgpu::ShaderSource::Wgsl(self.source.text.as_str().into()),
        });
        device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label,
            layout: Some(&layout),
            module: &module,
            entry_point: Some("main"),
            compilation_options: wgpu::PipelineCompilationOptions {
                // Every kernel writes before it reads.
                zero_initialize_workgroup_memory: false,
                ..Default::default()
            },
            cache: None,
        })
    }

    /// Binds buffers, in the order of the kernel's bindings.
    pub(crate) fn bind(
        &self,
        device: &wgpu::Device,
        buffers: &[wgpu::BufferBinding<'_>],
    ) -> wgpu::BindGroup {
        let entries: Vec<wgpu::BindGroupEntry<'_>> = self
            .source
            .bindings
            .iter()
            .zip(buffers)
            .map(|(&(binding, _), buffer)| wgpu::BindGroupEntry {
                binding,
                resource: wgpu::BindingResource::Buffer(buffer.clone()),
            })
            .collect();
        device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &self.layout,
            entries: &entries,
        })
    }
}

/// Kernels that are used.
#[derive(Default)]
pub(crate) struct Kernels(BTreeMap<Recipe, Arc<Kernel>>);

impl Kernels {
    /// Compiles all that are not yet.
    pub(crate) fn compile(&self, device: &Device) {
        for kernel in self.0.values() {
            kernel.pipeline(&device.wgpu);
        }
    }

    pub(crate) fn get(&mut self, device: &Device, recipe: Recipe) -> Arc<Kernel> {
        let make = || Arc::new(Kernel::new(&device.wgpu, recipe.source()));
        Arc::clone(self.0.entry(recipe).or_insert_with(make))
    }
}
