//! A provider for tests: it serves whatever schema lies beside it and accepts everything that fits.
//!
//! In: `schema.json`, as `terraform providers schema -json` prints it, in the folder of the program as it
//! was called, and the provider's name in the program's own, `terraform-provider-NAME_vVERSION`. Out: plugin
//! protocol 6 on a port of this machine, so that the real Terraform decodes and checks a configuration,
//! plans it and applies it. Never: anything of a cloud; what a cloud would give is made up, unless
//! `looked-up.json` in the folder where Terraform runs says it.
//!
//! It speaks without TLS: Terraform must be run with `TF_DISABLE_PLUGIN_TLS=1`.

mod dump;
mod grpc;
mod messages;
mod provider;
mod values;

use provider::Provider;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;

/// What data sources give: types to attributes to values.
const GIVEN: &str = "looked-up.json";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    if std::env::var_os("TF_PLUGIN_MAGIC_COOKIE").is_none() {
        return Err("this is a provider: terraform runs it".into());
    }
    if std::env::var_os("PLUGIN_CLIENT_CERT").is_some() {
        return Err("this provider knows no TLS: set TF_DISABLE_PLUGIN_TLS=1".into());
    }
    let program = PathBuf::from(std::env::args_os().next().unwrap_or_default());
    let name = program.file_name().and_then(|n| n.to_str()).unwrap_or("");
    let name = name.strip_prefix("terraform-provider-").unwrap_or(name);
    let name = name.split_once("_v").map_or(name, |(name, _)| name);
    let file = program.with_file_name("schema.json");
    let text = std::fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let given = std::fs::read(GIVEN).unwrap_or_else(|_| b"{}".to_vec());
    let given = serde_json::from_slice(&given).map_err(|e| format!("{GIVEN}: {e}"))?;
    let provider = Provider::new(dump::read(&text, name)?, given);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build();
    let served = runtime.and_then(|runtime| runtime.block_on(serve(provider)));
    served.map_err(|e| e.to_string())
}

/// Says where it listens, in the line that Terraform waits for, then answers until it is stopped.
async fn serve(provider: Provider) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("1|6|tcp|{}|grpc", listener.local_addr()?);
    grpc::serve(listener, move |path, request| {
        if path == "/plugin.GRPCController/Shutdown" {
            std::process::exit(0);
        }
        let method = path.strip_prefix("/tfplugin6.Provider/")?;
        provider.answer(method, request)
    })
    .await
}
