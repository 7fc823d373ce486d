//! How much memory is worth asking for. Knows sizes only.

use std::sync::LazyLock;

/// Bytes that a single request may have: what the machine has. Allocators that promise memory they do not have would let a script
/// ask for terabytes and have the process killed when it uses them.
static MOST: LazyLock<usize> = LazyLock::new(|| {
    if cfg!(miri) {
        return 1 << 30;
    }
    let info = rustix::system::sysinfo();
    let units = usize::try_from(info.totalram.saturating_add(info.totalswap)).unwrap_or(usize::MAX);
    units.saturating_mul(info.mem_unit.max(1) as usize).max(1 << 30)
});

/// Whether a block of `bytes` is worth trying.
pub(crate) fn is_plausible(bytes: usize) -> bool {
    bytes <= *MOST
}
