//! Module `termios`: modes of terminals as lists `[iflag, oflag, cflag, lflag, ispeed, ospeed, cc]`.

use crate::object::bytes::{self, Bytes};
use crate::object::cx::Cx;
use crate::object::exception::EXCEPTION;
use crate::object::kinds::Kind;
use crate::object::list::List;
use crate::object::module::Module;
use crate::object::native::NativeDef;
use crate::object::os_error::strerror;
use crate::object::protocol;
use crate::object::str::{Name, Str};
use crate::object::ty::{Type, TypeDef};
use crate::object::value::{R, Raised, Value};
use crate::sched::blocking::blocking;
use crate::sched::terminal::{self, Modes};

static ERROR_DEF: TypeDef =
    TypeDef { name: "error", module: "termios", base: Some(&EXCEPTION), kind: Kind::Exception, subclassable: true, ..TypeDef::EMPTY };
static ERROR: Type = Type::from_def(&ERROR_DEF);

fn failed(cx: &Cx, error: &std::io::Error) -> Raised {
    let number = error.raw_os_error().unwrap_or(0);
    let args = vec![Value::int(i64::from(number)), Str::from_str(&strerror(number)).into_value()];
    cx.raise(crate::object::exception::make(&ERROR, args))
}

/// A descriptor: a number or an object with `fileno()`.
fn fd_of(cx: &Cx, value: &Value) -> R<i32> {
    let number = match value.as_int() {
        Some(number) => number,
        None => match crate::object::attr::lookup_optional(cx, value, Name::new("fileno"))? {
            Some(method) => protocol::index(cx, &crate::object::call::call_pos(cx, &method, &[])?)?,
            None => return Err(cx.type_error("argument must be an int, or have a fileno() method.")),
        },
    };
    match i32::try_from(number) {
        Ok(fd) if fd >= 0 => Ok(fd),
        _ => Err(cx.value_error(format!("file descriptor cannot be a negative integer ({number})"))),
    }
}

fn number(cx: &Cx, value: &Value) -> R<i32> {
    i32::try_from(protocol::index(cx, value)?).map_err(|_| cx.overflow_error("Python int too large to convert to C int"))
}

fn get(cx: &Cx, a: &[Value]) -> R {
    let modes = terminal::modes(fd_of(cx, &a[0])?).map_err(|error| failed(cx, &error))?;
    let counts = modes.flags[3] & libc::ICANON == 0;
    let mut characters = Vec::new();
    for (index, character) in modes.characters.iter().enumerate() {
        // What is no character but a number then.
        let is_number = counts && (index == libc::VMIN || index == libc::VTIME);
        characters.push(if is_number { Value::int(i64::from(*character)) } else { bytes::make(cx, &[*character])? });
    }
    let mut all: Vec<Value> = modes.flags.iter().chain(&modes.speeds).map(|part| Value::int(i64::from(*part))).collect();
    all.push(List::new(characters).into_value());
    Ok(List::new(all).into_value())
}

fn set(cx: &Cx, a: &[Value]) -> R {
    let fd = fd_of(cx, &a[0])?;
    let when = number(cx, &a[1])?;
    let parts = a[2].get::<List>().map(|_| crate::object::iter::collect(cx, &a[2])).transpose()?;
    let Some([flags @ .., input, output, characters]) = parts.as_deref().filter(|parts| parts.len() == 7) else {
        return Err(cx.type_error("tcsetattr, arg 3: must be 7 element list"));
    };
    let part = |value: &Value| u32::try_from(protocol::index(cx, value)?).map_err(|_| cx.overflow_error("can't convert to unsigned int"));
    let mut modes = terminal::modes(fd).map_err(|error| failed(cx, &error))?;
    for (place, value) in modes.flags.iter_mut().zip(flags) {
        *place = part(value)?;
    }
    modes.speeds = [part(input)?, part(output)?];
    let given = characters.get::<List>().map(|_| crate::object::iter::collect(cx, characters)).transpose()?.unwrap_or_default();
    if given.len() != modes.characters.len() {
        let count = modes.characters.len();
        return Err(cx.type_error(format!("tcsetattr: attributes[6] must be {count} element list")));
    }
    for (place, value) in modes.characters.iter_mut().zip(&given) {
        *place = match (value.get::<Bytes>().map(Bytes::bytes), value.as_int()) {
            (Some([character]), _) => *character,
            (_, Some(count)) => count as u8,
            _ => return Err(cx.type_error("tcsetattr: elements of attributes must be characters or integers")),
        };
    }
    change(cx, move |modes: &Modes| terminal::set_modes(fd, when, modes), &modes)
}

fn change(cx: &Cx, act: impl FnOnce(&Modes) -> std::io::Result<()>, modes: &Modes) -> R {
    done(cx, blocking(&cx.strand, || act(modes)))
}

fn done(cx: &Cx, result: std::io::Result<()>) -> R {
    result.map(|()| Value::NONE).map_err(|error| failed(cx, &error))
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("tcgetattr(fd, /)", get).doc("Get the tty attributes for file descriptor fd."),
    NativeDef::new("tcsetattr(fd, when, attributes, /)", set).doc("Set the tty attributes for file descriptor fd."),
    NativeDef::new("tcsendbreak(fd, duration, /)", |cx, a| {
        let (fd, duration) = (fd_of(cx, &a[0])?, number(cx, &a[1])?);
        done(cx, blocking(&cx.strand, || terminal::send_break(fd, duration)))
    }),
    NativeDef::new("tcdrain(fd, /)", |cx, a| {
        let fd = fd_of(cx, &a[0])?;
        done(cx, blocking(&cx.strand, || terminal::drain(fd)))
    }),
    NativeDef::new("tcflush(fd, queue, /)", |cx, a| {
        let (fd, queue) = (fd_of(cx, &a[0])?, number(cx, &a[1])?);
        done(cx, terminal::flush(fd, queue))
    }),
    NativeDef::new("tcflow(fd, action, /)", |cx, a| {
        let (fd, action) = (fd_of(cx, &a[0])?, number(cx, &a[1])?);
        done(cx, terminal::flow(fd, action))
    }),
];

macro_rules! constants {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name as i64)),*] };
}

const CONSTANTS: &[(&str, i64)] = constants!(
    TCSANOW TCSADRAIN TCSAFLUSH TCIFLUSH TCOFLUSH TCIOFLUSH TCOOFF TCOON TCIOFF TCION IGNBRK BRKINT IGNPAR PARMRK INPCK ISTRIP INLCR
    IGNCR ICRNL IXON IXANY IXOFF IMAXBEL OPOST ONLCR OCRNL ONOCR ONLRET OFILL OFDEL CSIZE CS5 CS6 CS7 CS8 CSTOPB CREAD PARENB PARODD
    HUPCL CLOCAL CRTSCTS ISIG ICANON ECHO ECHOE ECHOK ECHONL NOFLSH TOSTOP ECHOCTL ECHOPRT ECHOKE FLUSHO PENDIN IEXTEN VINTR VQUIT VERASE
    VKILL VEOF VMIN VTIME VSTART VSTOP VSUSP VEOL VREPRINT VDISCARD VWERASE VLNEXT VEOL2 B0 B50 B75 B110 B134 B150 B200 B300 B600 B1200
    B1800 B2400 B4800 B9600 B19200 B38400 B57600 B115200 B230400 NCCS TIOCGWINSZ TIOCSWINSZ TIOCSTI FIONREAD FIONBIO TIOCSCTTY
    TIOCNOTTY TIOCGPGRP TIOCSPGRP
);

pub(super) fn fill(_: &Cx, module: &Module) -> R<()> {
    ERROR.make_ready();
    module.set("error", crate::object::value::Object::value(&ERROR));
    module.add_functions(FUNCTIONS);
    for (name, value) in CONSTANTS {
        module.set(name, Value::int(*value));
    }
    Ok(())
}
