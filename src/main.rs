//! The binary `pyc`. With glibc it begins where C programs do: Rust's own beginning reads the process's memory map to find out where the
//! main stack ends, and makes every thread bring a stack for the handler that reports its overflow. We measure stacks (`stack`).

#![cfg_attr(all(target_os = "linux", target_env = "gnu"), no_main)]

#[cfg(feature = "mimalloc")]
mod allocator;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: allocator::Mimalloc = allocator::Mimalloc;

/// Where the C library begins; it has handed the arguments to `std` already.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
// SAFETY: nobody else in this program defines `main`, and this has its type (C standard 5.1.2.2.1).
#[unsafe(no_mangle)]
extern "C" fn main(_argc: std::ffi::c_int, _argv: *const *const std::ffi::c_char) -> std::ffi::c_int {
    std::panic::catch_unwind(run).map_or(101, std::ffi::c_int::from)
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn main() -> std::process::ExitCode {
    run().into()
}

/// Gives the exit status.
fn run() -> u8 {
    #[cfg(feature = "mimalloc")]
    allocator::use_huge_pages();
    pyc::cli::main()
}
