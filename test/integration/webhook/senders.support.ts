// Senders that know how to sign, for tests and for fault runs outside of them. Never part of what ships.
import { createHmac, randomBytes } from 'node:crypto'
import { request } from 'node:http'
import type { Agent } from 'node:http'
import { readInbox } from '../../../electron/store/inbox/read-inbox.ts'

export const aSecret = (): string => `whsec_${randomBytes(24).toString('hex')}`

let lastEvent = 0

/** The body of an event with an id of its own. */
export function anEvent(differing: Record<string, unknown> = {}): Buffer {
  lastEvent += 1
  const id = `evt_${process.pid}_${lastEvent}`
  return Buffer.from(
    JSON.stringify({
      id,
      object: 'event',
      type: 'charge.succeeded',
      livemode: false,
      created: Math.floor(Date.now() / 1000),
      data: { object: { id: 'ch_1', object: 'charge' } },
      ...differing,
    }),
  )
}

export const nowSeconds = (): number => Math.floor(Date.now() / 1000)

export function hmac(body: Uint8Array | string, secret: string, at: number | string): string {
  return createHmac('sha256', secret).update(`${at}.`).update(body).digest('hex')
}

export function signed(body: Uint8Array, secret: string, at: number = nowSeconds()): string {
  return `t=${at},v1=${hmac(body, secret, at)}`
}

export interface Sent {
  status: number
  text: string
  ms: number
}

export interface Sending {
  body?: Uint8Array
  signature?: string | string[]
  method?: string
  headers?: Record<string, string | string[] | undefined>
  agent?: Agent | false
}

/** Posts to the listener; status 0 when the connection ended without an answer. */
export function send(
  url: string,
  { body, signature, method = 'POST', headers = {}, agent }: Sending,
): Promise<Sent> {
  const startedAt = performance.now()
  const given: Record<string, string | string[] | undefined> = {
    'content-type': 'application/json',
    'content-length': String(body?.length ?? 0),
    'stripe-signature': signature,
    ...headers,
  }
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return new Promise((resolve) => {
    const end = (status: number, text: string): void =>
      resolve({ status, text, ms: performance.now() - startedAt })
    const outgoing = request(url, { method, agent: agent ?? false, headers: present }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => end(response.statusCode ?? 0, text))
      response.on('error', () => end(0, text))
    })
    outgoing.on('error', (error) => end(0, error.message))
    outgoing.end(body)
  })
}

/** The ids in a desk's inbox, in order of arrival. */
export function idsIn({ folder, fileKey }: { folder: string; fileKey: Buffer }): string[] {
  const reader = readInbox(folder, fileKey)
  if (!reader.ok) throw new Error(reader.detail)
  try {
    return reader.after(0, 1_000_000).map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id)
  } finally {
    reader.close()
  }
}

export function idOf(body: Uint8Array): string {
  return (JSON.parse(Buffer.from(body).toString()) as { id: string }).id
}
