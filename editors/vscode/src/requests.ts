// The server's requests beside the protocol's own: what goes in and what comes out of each.

import type { Location, Position, Range, TextDocumentIdentifier } from 'vscode-languageclient/node';

export type Target = 'cloudformation' | 'terraform';

interface OfDocument {
  textDocument: TextDocumentIdentifier;
}

/** Each request's name, with its parameters and its answer. */
export interface Requests {
  /** What a stack becomes; `marks` are the parts that the source at `position` makes. */
  'infra/template': [
    OfDocument & { position?: Position; target?: Target },
    { target: Target; text: string; marks: Range[] },
  ];
  /** Where a part of the template is written. */
  'infra/source': [OfDocument & { target?: Target; position: Position }, Location[]];
  'infra/graph': [
    OfDocument & { format?: 'json' | 'svg' | 'html' | 'dot' | 'mermaid' },
    { format: string; text: string },
  ];
  /** What the component instance at `position` makes, as a program. */
  'infra/expansion': [OfDocument & { position: Position }, { name: string; text: string } | null];
  /** A template as a program, and where that makes something else. */
  'infra/import': [{ text: string; name?: string }, { text: string; equal: boolean; differences: string[] }];
  'infra/runTest': [OfDocument & { name: string }, { passed: boolean; output: string }];
}

export type Method = keyof Requests;
export type Parameters<M extends Method> = Requests[M][0];
export type Answer<M extends Method> = Requests[M][1];
