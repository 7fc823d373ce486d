//! The binary `pyc`.

mod allocator;

#[global_allocator]
static ALLOCATOR: allocator::Mimalloc = allocator::Mimalloc;

fn main() -> std::process::ExitCode {
    allocator::use_huge_pages();
    pyc::cli::main()
}
