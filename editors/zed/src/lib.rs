//! The extension for Zed. In: where a project is, and the user's settings. Out: how `infra lsp` is started.
//! Never: anything that the server knows by itself.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{register_extension, Command, Extension, LanguageServerId, Result, Worktree};

struct Infra;

impl Extension for Infra {
    fn new() -> Infra {
        Infra
    }

    /// The binary that the settings name, else the one in `PATH`.
    fn language_server_command(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Command> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree);
        let binary = settings.ok().and_then(|settings| settings.binary);
        let (path, arguments) = match binary {
            Some(binary) => (binary.path, binary.arguments),
            None => (None, None),
        };
        let command = path
            .or_else(|| worktree.which("infra"))
            .ok_or("`infra` is not in PATH: install it, or name it in `lsp.infra.binary.path`")?;
        Ok(Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["lsp".into()]),
            env: worktree.shell_env(),
        })
    }
}

register_extension!(Infra);
