// Decides whether a delivery is let in, from its head, then from its body; it must never act, wait or remember.
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import type { RefusalReason } from './refusals.ts'
import { judgeSignature, signedBytes } from './signature.ts'
import type { SigningKey } from './signature.ts'

export const LARGEST_BODY = 1024 * 1024

/** What the listener knows of a desk. */
export interface ListeningDesk {
  deskId: string
  path: string
  livemode: boolean
  accountId: string
  keys: readonly SigningKey[]
}

export interface Head {
  method?: string | undefined
  headers: IncomingHttpHeaders
}

/** The Host headers that name a loopback address with this port; a web page that had its name rebound sends another. */
export function loopbackHosts(port: number): ReadonlySet<string> {
  return new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
}

/** The first thing wrong with the head of a request, null when its body may come. */
export function judgeHead(
  { method, headers }: Head,
  desk: ListeningDesk | undefined,
  hosts: ReadonlySet<string>,
): RefusalReason | null {
  if (method !== 'POST') return 'method'
  if (desk === undefined) return 'path'
  if (!hosts.has(headers.host?.toLowerCase() ?? '')) return 'host'
  if (!isJson(headers['content-type'])) return 'content_type'
  if (Number(headers['content-length'] ?? 0) > LARGEST_BODY) return 'too_large'
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return 'content_encoding'
  return null
}

function isJson(type: string | undefined): boolean {
  return type === 'application/json' || /^application\/json\s*(;|$)/i.test(type ?? '')
}

export type Judgement =
  { ok: true; event: { id: string; type: string }; stored: Uint8Array } | { ok: false; reason: RefusalReason }

/**
 * The judgement of a whole body. `stored` is what to keep: the signed bytes, without a byte order mark.
 * `signature`: the Stripe-Signature header; `now`: Unix milliseconds.
 */
export function judgeBody(
  body: Uint8Array,
  signature: string | undefined,
  desk: ListeningDesk,
  now: number,
): Judgement {
  if (desk.keys.length === 0) return no('no_secret')
  const verdict = judgeSignature(body, signature, desk.keys, now)
  if (verdict !== 'valid') return no(verdict)
  const stored = signedBytes(body)
  const value = stored && parsed(stored)
  if (!stored || typeof value !== 'object' || value === null || Array.isArray(value)) return no('not_json')
  const event = eventSchema.safeParse(value)
  if (!event.success) return no('not_an_event')
  const { id, type, livemode, account } = event.data
  if (livemode !== desk.livemode) return no('other_mode')
  if (typeof account === 'string' && account !== desk.accountId) return no('other_account')
  return { ok: true, event: { id, type }, stored }
}

/** Only what the listener judges by. Old and new shapes, and thin events, have these; the rest is the projector's to understand. */
const eventSchema = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  livemode: z.boolean(),
  account: z.unknown().optional(),
})

const no = (reason: RefusalReason): Judgement => ({ ok: false, reason })

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
  } catch {
    return undefined
  }
}
