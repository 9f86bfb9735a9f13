// Decides whether a delivery is let in: from its head, then from its signature (both in the listener's thread), then from what it
// says (in the writer's). It must never act, wait or remember.
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import type { RefusalReason } from './refusals.ts'
import { judgeSignature, signedBytes } from './signature.ts'
import type { SigningKey } from './signature.ts'

export const LARGEST_BODY = 1024 * 1024

/** Whose events a desk takes. */
export interface EventsOf {
  livemode: boolean
  accountId: string
}

/** What the listener knows of a desk. */
export interface ListeningDesk extends EventsOf {
  deskId: string
  path: string
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
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue') return 'expectation'
  if (!isJson(headers['content-type'])) return 'content_type'
  if (Number(headers['content-length'] ?? 0) > LARGEST_BODY) return 'too_large'
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return 'content_encoding'
  return null
}

function isJson(type: string | undefined): boolean {
  return type === 'application/json' || /^application\/json\s*(;|$)/i.test(type ?? '')
}

export type Judgement<Good> = ({ ok: true } & Good) | { ok: false; reason: RefusalReason }

/**
 * Whether a whole body is signed for the desk. `stored` is what to keep: the signed bytes, without a byte order mark; `signer`: the
 * first of its keys that signed it. `signature`: the Stripe-Signature header; `now`: Unix milliseconds.
 */
export function judgeSigned(
  body: Uint8Array,
  signature: string | undefined,
  { keys }: Pick<ListeningDesk, 'keys'>,
  now: number,
): Judgement<{ stored: Uint8Array; signer: SigningKey }> {
  if (keys.length === 0) return no('no_secret')
  const signer = judgeSignature(body, signature, keys, now)
  if (typeof signer === 'string') return no(signer)
  const stored = signedBytes(body)
  return stored ? { ok: true, stored, signer } : no('not_json')
}

/** Whether what was signed is an event of the desk's account and mode. `stored`: UTF-8. */
export function judgeEvent(
  stored: Uint8Array,
  desk: EventsOf,
): Judgement<{ event: { id: string; type: string } }> {
  const value = parsed(stored)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return no('not_json')
  const event = eventSchema.safeParse(value)
  if (!event.success) return no('not_an_event')
  const { id, type, livemode, account, context } = event.data
  if (livemode !== desk.livemode) return no('other_mode')
  for (const named of [account, accountOf(context)])
    if (typeof named === 'string' && named !== desk.accountId) return no('other_account')
  return { ok: true, event: { id, type } }
}

/** Only what is judged by here. Old and new shapes, and thin events, have these; the rest is the projector's to understand. */
const eventSchema = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  livemode: z.boolean(),
  account: z.unknown().optional(),
  context: z.unknown().optional(),
})

/**
 * The account in which something happened: the last one of the path. An organization's destination gets the events of all its
 * accounts, and only this tells whose each is. https://docs.stripe.com/context
 */
function accountOf(context: unknown): string | undefined {
  return typeof context === 'string'
    ? context.split('/').findLast((segment) => segment.startsWith('acct_'))
    : undefined
}

const no = (reason: RefusalReason): { ok: false; reason: RefusalReason } => ({ ok: false, reason })

/** Undefined where it is no JSON. */
export function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
  } catch {
    return undefined
  }
}
