//! A device with what went wrong on it.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::settings::Sleep;
use crate::{Adapter, Error, Settings};

/// What went wrong outside of any call, and whether the device is gone.
#[derive(Debug, Default)]
struct Faults {
    lost: Option<String>,
    other: Option<Error>,
}

pub(crate) struct Device {
    pub(crate) wgpu: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    pub(crate) limits: wgpu::Limits,
    /// Whether shaders may name 16-bit floats.
    pub(crate) f16: bool,
    pub(crate) software: bool,
    /// Whether it has ever answered: before, it compiles.
    answered: AtomicBool,
    faults: Arc<Mutex<Faults>>,
    patience: Duration,
    sleep: Option<Sleep>,
}

/// How many times longer the first answer may take: some drivers compile a kernel for seconds.
const COMPILING: u32 = 6;

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn fault(error: wgpu::Error) -> Error {
    match error {
        wgpu::Error::OutOfMemory { .. } => Error::OutOfMemory,
        wgpu::Error::Validation { description, .. } => Error::Refused {
            message: description,
        },
        wgpu::Error::Internal { description, .. } => Error::Internal {
            message: description,
        },
    }
}

impl Drop for Device {
    /// In a browser memory would stay with the GPU until JavaScript's garbage is collected.
    fn drop(&mut self) {
        self.wgpu.destroy();
    }
}

impl Device {
    /// # Errors
    /// [`Error::NoDevice`].
    pub(crate) async fn open(
        from: &wgpu::Adapter,
        adapter: &Adapter,
        settings: &Settings,
    ) -> Result<Self, Error> {
        let allowed = from.limits();
        // What every WebGPU has, or less where this one has less; larger buffers where it has them.
        let mut limits = wgpu::Limits::defaults().or_worse_values_from(&allowed);
        limits.max_buffer_size = allowed.max_buffer_size;
        limits.max_storage_buffer_binding_size = allowed.max_storage_buffer_binding_size;
        let mut features = wgpu::Features::empty();
        features.set(wgpu::Features::SHADER_F16, adapter.features.f16);
        let descriptor = wgpu::DeviceDescriptor {
            label: Some("encoder"),
            required_features: features,
            required_limits: limits.clone(),
            ..Default::default()
        };
        let (device, queue) =
            from.request_device(&descriptor)
                .await
                .map_err(|error| Error::NoDevice {
                    name: adapter.name.clone(),
                    message: error.to_string(),
                })?;
        let faults = Arc::new(Mutex::new(Faults::default()));
        let seen = Arc::clone(&faults);
        device.set_device_lost_callback(move |reason, message| {
            let message = if message.is_empty() {
                format!("{reason:?}")
            } else {
                message
            };
            locked(&seen).lost.get_or_insert(message);
        });
        let seen = Arc::clone(&faults);
        device.on_uncaptured_error(Arc::new(move |error| {
            locked(&seen).other.get_or_insert(fault(error));
        }));
        Ok(Self {
            wgpu: device,
            queue,
            limits,
            f16: adapter.features.f16,
            software: adapter.software,
            answered: AtomicBool::new(false),
            faults,
            patience: settings.patience,
            sleep: settings.sleep,
        })
    }

    /// What has gone wrong since this was last asked; being lost is told every time.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let mut faults = locked(&self.faults);
        if let Some(message) = &faults.lost {
            return Err(Error::Lost {
                message: message.clone(),
            });
        }
        match faults.other.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// The most bytes that a kernel can be given at once.
    pub(crate) fn most_bytes(&self) -> u64 {
        self.limits
            .max_buffer_size
            .min(self.limits.max_storage_buffer_binding_size)
    }

    /// # Errors
    /// [`Error::TooLarge`], before the driver is asked.
    pub(crate) fn buffer(
        &self,
        what: &'static str,
        bytes: u64,
        usage: wgpu::BufferUsages,
    ) -> Result<wgpu::Buffer, Error> {
        let bytes = bytes.max(16).next_multiple_of(16);
        let limit = self.most_bytes();
        if bytes > limit {
            return Err(Error::TooLarge { what, bytes, limit });
        }
        Ok(self.wgpu.create_buffer(&wgpu::BufferDescriptor {
            label: Some(what),
            size: bytes,
            usage,
            mapped_at_creation: false,
        }))
    }

    /// A small constant for a kernel.
    pub(crate) fn uniform(&self, values: [u32; 4]) -> Result<wgpu::Buffer, Error> {
        let usage = wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST;
        let buffer = self.buffer("shape", 16, usage)?;
        self.queue
            .write_buffer(&buffer, 0, bytemuck::cast_slice(&values));
        Ok(buffer)
    }

    /// Gathers what goes wrong from here to [`Watch::end`].
    pub(crate) fn watch(&self) -> Watch {
        let scope = |filter| self.wgpu.push_error_scope(filter);
        Watch {
            internal: scope(wgpu::ErrorFilter::Internal),
            memory: scope(wgpu::ErrorFilter::OutOfMemory),
            validation: scope(wgpu::ErrorFilter::Validation),
        }
    }

    /// Waits for a buffer's first bytes.
    ///
    /// # Errors
    /// [`Error::Lost`], [`Error::TimedOut`], [`Error::Unreadable`].
    pub(crate) async fn read(
        &self,
        buffer: &wgpu::Buffer,
        bytes: u64,
        submission: wgpu::SubmissionIndex,
    ) -> Result<Vec<f32>, Error> {
        let mapped = Mapped::default();
        let told = mapped.clone();
        buffer.map_async(wgpu::MapMode::Read, 0..bytes, move |result| {
            told.tell(result.is_ok());
        });
        if !self.wait(mapped, submission).await? {
            return Err(self.unreadable());
        }
        // A lost device may map, and give nothing.
        let view = buffer
            .get_mapped_range(0..bytes)
            .map_err(|_| self.unreadable())?;
        self.answered.store(true, Ordering::Relaxed);
        let values = bytemuck::pod_collect_to_vec(&view[..]);
        drop(view);
        buffer.unmap();
        Ok(values)
    }

    #[cfg(not(target_arch = "wasm32"))]
    async fn wait(&self, mapped: Mapped, submission: wgpu::SubmissionIndex) -> Result<bool, Error> {
        let _ = self.sleep;
        let polled = self.wgpu.poll(wgpu::PollType::Wait {
            submission_index: Some(submission),
            timeout: Some(self.patience()),
        });
        match (mapped.told(), polled) {
            (Some(well), _) => Ok(well),
            (None, Ok(_)) => Err(self.unreadable()),
            (None, Err(_)) => {
                self.check()?;
                Err(self.give_up())
            }
        }
    }

    #[cfg(target_arch = "wasm32")]
    async fn wait(&self, mapped: Mapped, _: wgpu::SubmissionIndex) -> Result<bool, Error> {
        // Firefox looks for finished work every 100 ms (its bug 1870699), and at every submission: an empty one costs nothing elsewhere.
        self.queue.submit([]);
        let Some(sleep) = self.sleep else {
            return Ok(mapped.await);
        };
        let mut mapped = mapped;
        let mut waited = Duration::ZERO;
        let mut pause = Duration::from_millis(1);
        while waited < self.patience() {
            let race = Race {
                mapped: &mut mapped,
                sleep: sleep(pause),
            };
            if let Some(well) = race.await {
                return Ok(well);
            }
            self.check()?;
            self.queue.submit([]);
            waited += pause;
            pause = (pause * 2).min(Duration::from_millis(16));
        }
        Err(self.give_up())
    }

    /// How long to wait for an answer.
    fn patience(&self) -> Duration {
        if self.answered.load(Ordering::Relaxed) {
            self.patience
        } else {
            COMPILING * self.patience
        }
    }

    /// Why a buffer cannot be read.
    fn unreadable(&self) -> Error {
        // Natively a loss is told only when the device is looked at; in a browser this does nothing.
        let _ = self.wgpu.poll(wgpu::PollType::Poll);
        self.check().err().unwrap_or(Error::Unreadable)
    }

    #[cfg(test)]
    pub(crate) fn lose_patience(&mut self) {
        self.patience = Duration::ZERO;
    }

    pub(crate) fn destroy(&self) {
        // Natively the callback comes only when the device is asked for something.
        locked(&self.faults)
            .lost
            .get_or_insert_with(|| "given back".to_owned());
        self.wgpu.destroy();
    }

    /// A device that hangs is not asked again.
    fn give_up(&self) -> Error {
        let after = self.patience();
        let message = format!("no answer within {after:?}");
        locked(&self.faults).lost.get_or_insert(message);
        Error::TimedOut { after }
    }
}

/// Gathers what goes wrong; scopes are a stack, so they end in the opposite order.
pub(crate) struct Watch {
    internal: wgpu::ErrorScopeGuard,
    memory: wgpu::ErrorScopeGuard,
    validation: wgpu::ErrorScopeGuard,
}

impl Watch {
    /// What went wrong, once the GPU has answered.
    pub(crate) fn end(self) -> impl Future<Output = Option<Error>> {
        let validation = self.validation.pop();
        let memory = self.memory.pop();
        let internal = self.internal.pop();
        async move {
            let told = [memory.await, validation.await, internal.await];
            told.into_iter().flatten().next().map(fault)
        }
    }
}

/// Becomes ready when a buffer is mapped, or cannot be.
#[derive(Clone, Default)]
struct Mapped(Arc<Mutex<(Option<bool>, Option<Waker>)>>);

impl Mapped {
    fn tell(&self, well: bool) {
        let mut inside = locked(&self.0);
        inside.0 = Some(well);
        if let Some(waker) = inside.1.take() {
            waker.wake();
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn told(&self) -> Option<bool> {
        locked(&self.0).0
    }
}

impl Future for Mapped {
    type Output = bool;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<bool> {
        let mut inside = locked(&self.0);
        match inside.0 {
            Some(well) => Poll::Ready(well),
            None => {
                inside.1 = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// Whichever is first; `None` when time is up.
#[cfg(target_arch = "wasm32")]
struct Race<'a> {
    mapped: &'a mut Mapped,
    sleep: Pin<Box<dyn Future<Output = ()>>>,
}

#[cfg(target_arch = "wasm32")]
impl Future for Race<'_> {
    type Output = Option<bool>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<bool>> {
        if let Poll::Ready(well) = Pin::new(&mut *self.mapped).poll(context) {
            return Poll::Ready(Some(well));
        }
        self.sleep.as_mut().poll(context).map(|()| None)
    }
}
