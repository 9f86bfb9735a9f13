// The app's own schemes: what was registered, and the handler that answers. Requests reach it through serve.ts and nowhere else.
import { host } from './channel.ts'

export interface CustomScheme {
  scheme: string
  privileges?: {
    standard?: boolean
    secure?: boolean
    bypassCSP?: boolean
    allowServiceWorkers?: boolean
    supportFetchAPI?: boolean
    corsEnabled?: boolean
    stream?: boolean
    codeCache?: boolean
  }
}

export type ProtocolHandler = (request: Request) => Response | Promise<Response>

export interface Protocol {
  registerSchemesAsPrivileged(schemes: CustomScheme[]): void
  handle(scheme: string, handler: ProtocolHandler): void
  unhandle(scheme: string): void
  isProtocolHandled(scheme: string): boolean
}

const handlers = new Map<string, ProtocolHandler>()
const readiness = { ready: false }

/** The double's own: from here on schemes can no longer be registered, as in Electron. */
export function schemesAreSealed(): void {
  readiness.ready = true
}

export function handlerOf(scheme: string): ProtocolHandler | undefined {
  return handlers.get(scheme)
}

export const protocol: Protocol = {
  registerSchemesAsPrivileged: (schemes) => {
    if (readiness.ready)
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme, privileges } of schemes)
      if (!privileges?.standard || !privileges.secure || privileges.bypassCSP)
        throw new Error(
          `The Electron double only has standard, secure schemes that obey CSP, unlike ${scheme}`,
        )
    host.tell(
      'schemes',
      schemes.map(({ scheme }) => scheme),
    )
  },
  handle: (scheme, handler) => {
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    handlers.set(scheme, handler)
  },
  unhandle: (scheme) => {
    handlers.delete(scheme)
  },
  isProtocolHandled: (scheme) => handlers.has(scheme),
}
