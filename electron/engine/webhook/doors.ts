// Binds the listener to this machine's two loopback addresses, under one port; it must never be reachable from another machine.
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Connections } from './connections.ts'
import type { OnRequest } from './receive.ts'
import { refusals } from './refusals.ts'
import type { RefusalReason } from './refusals.ts'

const ADDRESSES = ['127.0.0.1', '::1'] as const
/** Ports above the wanted one that are tried before the system chooses. */
const NEXT_PORTS = 20

/** How long a sender may take, in milliseconds. */
export interface SenderPatience {
  headMs: number
  /** Head and body together. */
  requestMs: number
}

const SENDER_PATIENCE: SenderPatience = { headMs: 5000, requestMs: 10_000 }

export interface Doors {
  port: number
  /** The addresses that are bound. */
  addresses: readonly string[]
  /** What is not as wished: another port, no IPv6. */
  note: string | null
  /** Takes no new connection; those that are idle are closed. */
  shut(): void
  /** Closes every connection. */
  lock(): void
}

export interface DoorOptions {
  /** 0: any that is free. */
  port: number
  /** How long to wait for the wanted port before another one is taken, in milliseconds: after a restart it may not be free yet. */
  patienceMs: number
  senderPatience?: SenderPatience | undefined
  connections: Connections
  onRequest: (isWaiting: boolean) => OnRequest
  /** A request that never became one. */
  onRefused: (reason: RefusalReason) => void
}

/** Throws when not even one address could be bound under any port. */
export async function openDoors(options: DoorOptions): Promise<Doors> {
  const { port: wanted, patienceMs } = options
  const until = performance.now() + patienceMs
  let bound = await bindBoth(wanted, options)
  while (bound === 'taken' && performance.now() < until) {
    await wait(50)
    bound = await bindBoth(wanted, options)
  }
  for (const port of otherPorts(wanted)) if (bound === 'taken') bound = await bindBoth(port, options)
  if (bound === 'taken') throw new Error('No port of this machine is free for the webhook listener.')
  const { servers, port, missing } = bound
  const notes = [
    wanted > 0 && port !== wanted
      ? `Port ${wanted} is taken by another program; ${port} is used instead.`
      : '',
    missing.length > 0 ? `This machine has no ${missing.join(' and no ')}.` : '',
  ].filter((note) => note !== '')
  return {
    port,
    addresses: ADDRESSES.filter((address) => !missing.includes(address)),
    note: notes.length > 0 ? notes.join(' ') : null,
    shut: () => {
      for (const server of servers) server.close()
    },
    lock: () => {
      for (const server of servers) server.closeAllConnections()
    },
  }
}

/** The next ones, then several that the system chooses: of such a one, only the first address is sure to be free. */
function otherPorts(wanted: number): number[] {
  const next = wanted === 0 ? [] : Array.from({ length: NEXT_PORTS }, (_, index) => wanted + 1 + index)
  return [...next.filter((port) => port < 65_536), ...Array.from({ length: NEXT_PORTS }, () => 0)]
}

type Bound = { servers: Server[]; port: number; missing: string[] }

async function bindBoth(wanted: number, options: DoorOptions): Promise<Bound | 'taken'> {
  const servers: Server[] = []
  const missing: string[] = []
  let port = wanted
  let lastError: unknown
  for (const host of ADDRESSES) {
    const server = serverWith(options)
    try {
      port = await bind(server, host, port)
      servers.push(server)
    } catch (error) {
      lastError = error
      // Another program on [::1] would get what is sent to "localhost": both addresses or the next port.
      if (codeOf(error) === 'EADDRINUSE' || codeOf(error) === 'EACCES') {
        for (const other of servers) other.close()
        return 'taken'
      }
      missing.push(host)
    }
  }
  if (servers.length === 0) throw lastError
  return { servers, port, missing }
}

function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, ipv6Only: true, exclusive: true, backlog: 1024 }, () => {
      server.off('error', reject)
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('no address'))
      else resolve(address.port)
    })
  })
}

/** Every limit of the protocol, in one place. Times in milliseconds. */
function serverWith(options: DoorOptions): Server {
  const {
    senderPatience: { headMs, requestMs } = SENDER_PATIENCE,
    connections,
    onRequest,
    onRefused,
  } = options
  const server = createServer(
    {
      headersTimeout: headMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: 500,
      keepAliveTimeout: 30_000,
      maxHeaderSize: 16 * 1024,
      // Judged, and counted, by admission.ts.
      requireHostHeader: false,
      insecureHTTPParser: false,
      noDelay: true,
    },
    onRequest(false),
  )
  // Who says with the end of a body that nothing more follows still waits for the answer; then the connection is closed. What ends in the
  // middle of a body never was a request. Node has this switch and no type for it.
  Object.assign(server, { httpAllowHalfOpen: true })
  server.on('checkContinue', onRequest(true))
  // Any other expectation is refused by its head.
  server.on('checkExpectation', onRequest(false))
  server.on('connection', (socket) => connections.add(socket))
  server.on('connect', (_request, stream) => turnAway(stream, 'method'))
  server.on('clientError', (error: NodeJS.ErrnoException, stream: Duplex) => {
    const reason = reasonOf(error)
    if (reason === null || !stream.writable) return void stream.destroy()
    turnAway(stream, reason)
  })

  /** Of what never became a request that anybody judges: answered, counted once, and closed. */
  function turnAway(stream: Duplex, reason: RefusalReason): void {
    if (!(stream instanceof Socket) || !connections.mark(stream)) return
    onRefused(reason)
    const { status, text } = refusals[reason]
    const allow = reason === 'method' ? 'Allow: POST\r\n' : ''
    const head = `HTTP/1.1 ${status} Refused\r\n${allow}Connection: close\r\nContent-Length: ${text.length}\r\n\r\n`
    stream.end(`${head}${text}`, () => stream.destroy())
  }

  return server
}

/** Null where the other side went away: in the middle of a body, receive.ts knows of it. */
function reasonOf(error: NodeJS.ErrnoException): RefusalReason | null {
  switch (error.code ?? '') {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 'too_slow'
    case 'HPE_HEADER_OVERFLOW':
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return 'headers_too_large'
    case 'ECONNRESET':
    case 'EPIPE':
    case 'HPE_INVALID_EOF_STATE':
      return null
    default:
      return 'malformed'
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
