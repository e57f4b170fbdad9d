//! The picture on a terminal, anew with every look, until somebody presses q.

use super::gather::{Gatherer, Shown};
use super::page::{Painted, page};
use crate::commands::show::palette::Look;
use crate::commands::terminal;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Text};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

/// How soon a key is noticed.
const TICK: Duration = Duration::from_millis(100);

/// Shows it until q, Escape or Ctrl-C.
pub(super) fn show(gatherer: Gatherer, every: Duration) -> anyhow::Result<()> {
    // Asking a bus may block: it is done elsewhere, so that keys are always answered.
    let (send, looks) = sync_channel(1);
    std::thread::Builder::new().name("look".to_owned()).spawn(move || look(gatherer, every, &send))?;
    let coloured = terminal::colour(&std::io::stdout());
    let mut screen = ratatui::try_init()?;
    let ended = follow(&mut screen, &looks, coloured);
    ratatui::try_restore()?;
    ended
}

fn look(mut gatherer: Gatherer, every: Duration, send: &SyncSender<anyhow::Result<Shown>>) {
    // Fails when nobody looks any more.
    while send.send(gatherer.gather()).is_ok() {
        std::thread::sleep(every);
    }
}

fn follow(
    screen: &mut ratatui::DefaultTerminal,
    looks: &Receiver<anyhow::Result<Shown>>,
    coloured: bool,
) -> anyhow::Result<()> {
    let (mut shown, mut trouble): (Option<Shown>, Option<String>) = (None, None);
    loop {
        match looks.try_recv() {
            Ok(Ok(look)) => (shown, trouble) = (Some(look), None),
            // It may pass: what was seen last stays.
            Ok(Err(error)) => trouble = Some(format!("{error:#}")),
            Err(_) => {}
        }
        screen.draw(|frame| {
            let area = frame.area();
            let height = usize::from(area.height);
            let mut lines = match &shown {
                Some(shown) => page(shown, usize::from(area.width), height.saturating_sub(1)),
                None => vec![Painted::new(Look::Quiet, "looking …")],
            };
            lines.resize(height.saturating_sub(1), Painted::new(Look::Plain, ""));
            lines.push(match &trouble {
                Some(trouble) => Painted::new(Look::Bad, trouble.as_str()),
                None => Painted::new(Look::Quiet, "q ends it"),
            });
            let lines = lines.into_iter().map(|line| Line::styled(line.text, style(line.look, coloured)));
            frame.render_widget(Text::from(lines.collect::<Vec<_>>()), area);
        })?;
        if event::poll(TICK)?
            && let Event::Key(key) = event::read()?
            && key.kind == KeyEventKind::Press
        {
            let interrupts = key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char('c');
            if interrupts || matches!(key.code, KeyCode::Char('q') | KeyCode::Esc) {
                return Ok(());
            }
        }
    }
}

fn style(look: Look, coloured: bool) -> Style {
    let style = Style::new();
    match look {
        Look::Plain => style,
        Look::Strong => style.add_modifier(Modifier::BOLD),
        Look::Stage if coloured => style.fg(Color::Cyan),
        Look::Good if coloured => style.fg(Color::Green),
        Look::Bad if coloured => style.fg(Color::Red),
        Look::Bad => style.add_modifier(Modifier::REVERSED),
        Look::Quiet => style.add_modifier(Modifier::DIM),
        Look::Stage | Look::Good => style,
    }
}
