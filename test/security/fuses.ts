// What was decided about every fuse of Electron's binary, and why. A fuse that Electron adds fails the type-check here
// until somebody decides about it. electron-builder.yml must say the same; 19-fuses.test.ts compares them.
import type { FuseV1Options } from '@electron/fuses'

export interface FuseDecision {
  on: boolean
  /** The name under electronFuses in electron-builder.yml; null: electron-builder can't set it, Electron ships it as decided. */
  setting: string | null
  why: string
}

export const fuses = {
  RunAsNode: {
    on: false,
    setting: 'runAsNode',
    why: 'ELECTRON_RUN_AS_NODE would turn the signed Bursar, which may read its keychain items, into a plain Node for anybody.',
  },
  EnableCookieEncryption: {
    on: true,
    setting: 'enableCookieEncryption',
    why: 'Bursar sets no cookies; should one ever appear, it is not in plain text on the disk.',
  },
  EnableNodeOptionsEnvironmentVariable: {
    on: false,
    setting: 'enableNodeOptionsEnvironmentVariable',
    why: 'NODE_OPTIONS could load a file into the process that holds the keys.',
  },
  EnableNodeCliInspectArguments: {
    on: false,
    setting: 'enableNodeCliInspectArguments',
    why: '--inspect and SIGUSR1 open a debugger on the process that holds the keys.',
  },
  EnableEmbeddedAsarIntegrityValidation: {
    on: true,
    setting: 'enableEmbeddedAsarIntegrityValidation',
    why: 'A changed app.asar does not start (macOS, Windows).',
  },
  OnlyLoadAppFromAsar: {
    on: true,
    setting: 'onlyLoadAppFromAsar',
    why: 'A folder named app beside app.asar would be loaded first and go round the integrity check.',
  },
  LoadBrowserProcessSpecificV8Snapshot: {
    on: false,
    setting: 'loadBrowserProcessSpecificV8Snapshot',
    why: 'We ship no snapshot of our own; on, it would look for a file that is not there.',
  },
  GrantFileProtocolExtraPrivileges: {
    on: false,
    setting: 'grantFileProtocolExtraPrivileges',
    why: 'Nothing is loaded from file://; our page comes from app://bursar.',
  },
  WasmTrapHandlers: {
    on: true,
    setting: null,
    why: 'Only changes how V8 checks the bounds of WebAssembly, which our policy forbids to load; the default stays.',
  },
} as const satisfies Record<keyof typeof FuseV1Options, FuseDecision>
