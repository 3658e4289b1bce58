//! stub
use crate::Outcome;
use crate::scene::Scene;
use crate::texts::Library;
/// stub
pub(crate) fn attributes(scene: &Scene<'_>, _library: &Library<'_>) -> Outcome {
    Outcome::Lacking(scene.say.missing(crate::words::MORE, String::new()))
}
