// The sender of the ingest bench, as a process of its own: signs its bodies before it starts, then keeps a number of connections busy over bare sockets.
import { createHmac, randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import type { Socket } from 'node:net'

export const benchSecret = 'whsec_of_the_bench_0123456789abcdef'

/** What to send. Times in milliseconds. */
export interface Load {
  url: string
  connections: number
  /** Bytes of a body. */
  bodyBytes: number
  /** How many different bodies there are at most; after the last one the first comes again. */
  bodies: number
  warmUpMs: number
  measuredMs: number
  /** All connections together send at most so many a second; as many as are answered, when absent. */
  perSecond?: number
}

export interface Measured {
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** Answers other than 200. */
  refused: number
  /** More answers than bodies: some ids came twice. */
  repeated: boolean
}

/** An event of about the length of a real one, with an id of its own. */
export function anEvent(id: string, bytes: number): Buffer {
  const metadata: Record<string, string> = {}
  const event = {
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    type: 'payment_intent.succeeded',
    livemode: false,
    created: Math.floor(Date.now() / 1000),
    pending_webhooks: 1,
    request: { id: `req_${id}`, idempotency_key: null },
    data: {
      object: {
        id: `pi_${id}`,
        object: 'payment_intent',
        amount: 123_45,
        currency: 'eur',
        customer: null,
        automatic_payment_methods: { enabled: true, allow_redirects: 'always' },
        metadata,
      },
    },
  }
  for (let line = 0; JSON.stringify(event).length < bytes - 60; line++)
    metadata[`order_line_${line}`] = `sku ${randomBytes(8).toString('hex')}, 2 pieces`
  return Buffer.from(JSON.stringify(event))
}

function requestsFor({ url, bodies, bodyBytes }: Load): Buffer[] {
  const { host, pathname } = new URL(url)
  const round = randomBytes(4).toString('hex')
  const placeholder = 'evt_00000000_000000'
  const template = anEvent(placeholder, bodyBytes).toString()
  const at = Math.floor(Date.now() / 1000)
  return Array.from({ length: bodies }, (_, index) => {
    const body = template.replaceAll(placeholder, `evt_${round}_${String(index).padStart(6, '0')}`)
    const v1 = createHmac('sha256', benchSecret).update(`${at}.${body}`).digest('hex')
    const head = [
      `POST ${pathname} HTTP/1.1`,
      `Host: ${host}`,
      'User-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'Accept: */*; q=0.5, application/xml',
      'Cache-Control: no-cache',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `Stripe-Signature: t=${at},v1=${v1}`,
    ]
    return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
  })
}

const ACCEPTED = Buffer.from('HTTP/1.1 200 ')
const HEAD_END = Buffer.from('\r\n\r\n')

async function send(load: Load): Promise<Measured> {
  const requests = requestsFor(load)
  const { hostname, port } = new URL(load.url)
  const latencies: number[] = []
  let sent = 0
  let refused = 0
  let isMeasuring = false
  let isOver = false

  /** How long a connection waits before its next delivery, in milliseconds. */
  const dueIn = (startedAt: number): number =>
    load.perSecond === undefined
      ? 0
      : startedAt + (1000 * load.connections) / load.perSecond - performance.now()

  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      let startedAt = 0
      const socket: Socket = connect({ port: Number(port), host: hostname, noDelay: true })
      const next = (): void => {
        startedAt = performance.now()
        socket.write(requests[sent++ % requests.length]!)
      }
      socket.on('connect', next).on('error', reject)
      socket.on('data', (chunk: Buffer) => {
        // All of these servers answer in one packet: a head, and a body of two bytes at most.
        if (!chunk.includes(HEAD_END)) return reject(new Error('an answer came in pieces'))
        if (!chunk.subarray(0, ACCEPTED.length).equals(ACCEPTED)) refused += 1
        if (isMeasuring) latencies.push(performance.now() - startedAt)
        if (!isOver) return after(dueIn(startedAt), next)
        socket.destroy()
        resolve()
      })
    })

  const all = Promise.all(Array.from({ length: load.connections }, one))
  await pause(load.warmUpMs)
  isMeasuring = true
  const startedAt = performance.now()
  await pause(load.measuredMs)
  isMeasuring = false
  const seconds = (performance.now() - startedAt) / 1000
  isOver = true
  await all
  latencies.sort((a, b) => a - b)
  const quantile = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
  return {
    perSecond: latencies.length / seconds,
    p50: quantile(0.5),
    p99: quantile(0.99),
    refused,
    repeated: sent > requests.length,
  }
}

/** At once, without a turn of the loop in between, when nothing is to be waited for. */
function after(ms: number, next: () => void): void {
  if (ms <= 0) next()
  else setTimeout(next, ms)
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

if (import.meta.main) {
  process.on('disconnect', () => process.exit(0))
  process.on('message', (load) => {
    void send(load as Load).then((measured) => process.send?.(measured))
  })
}
