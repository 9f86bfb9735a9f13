// Sends a desk an event over real HTTP, as Stripe would, and says what became of each step; it must never use a real signing secret.
import { randomBytes, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { SelfTest } from '../../../src/contract/events.ts'
import { readInbox } from '../../store/inbox/read-inbox.ts'
import type { AnswerOf } from './answers.ts'
import { SELF_TEST_TYPE } from './permits.ts'
import { signatureHeader } from './signature.ts'

export type { SelfTest } from '../../../src/contract/events.ts'

export interface SelfTestOf {
  urls: readonly string[]
  folder: string
  fileKey: Buffer
  livemode: boolean
  /** Lets the listener take one event with this id, signed with this secret. */
  permit(eventId: string, secret: string): Promise<void>
  /** What the listener measured, once the event is stored. */
  tested(eventId: string): Promise<AnswerOf['tested']>
}

const PATIENCE_MS = 5000

/** The steps in order; those after a failed one are named, and not tried. */
const stepNames = ['reachable', 'forgery_refused', 'signature', 'committed', 'answered', 'found'] as const
type StepName = (typeof stepNames)[number]
type Step = SelfTest['steps'][number]

export async function runSelfTest(of: SelfTestOf): Promise<SelfTest> {
  const steps: Step[] = []
  const add = (step: StepName, ok: boolean, ms: number, text: string): boolean => {
    steps.push({ step, ok, ms: Math.round(ms * 10) / 10, text })
    return ok
  }
  await perform(of, add)
  for (const step of stepNames.slice(steps.length)) add(step, false, 0, 'Not reached.')
  return { passed: steps.every(({ ok }) => ok), steps }
}

async function perform(
  of: SelfTestOf,
  add: (step: StepName, ok: boolean, ms: number, text: string) => boolean,
): Promise<void> {
  const [url] = of.urls
  if (url === undefined) return void add('reachable', false, 0, 'The listener is not running.')
  const eventId = `evt_bursar_${randomUUID().replaceAll('-', '')}`
  const secret = oneTimeSecret()
  const body = Buffer.from(JSON.stringify(eventOf(eventId, of.livemode)))
  const send = (to: string, method: string, signedWith: string): Promise<Answer> =>
    call(to, method, body, { 'bursar-self-test': eventId, 'stripe-signature': signed(body, signedWith) })
  await of.permit(eventId, secret)

  const knocks = await Promise.all(of.urls.map((to) => send(to, 'GET', secret)))
  const deaf = of.urls.filter((_, index) => knocks[index]?.status !== 405)
  const slowest = Math.max(...knocks.map(({ ms }) => ms))
  const reached =
    deaf.length === 0 ? `${of.urls.join(' and ')} can be reached.` : `No answer from ${deaf.join(' and ')}.`
  if (!add('reachable', deaf.length === 0, slowest, reached)) return

  const forged = await send(url, 'POST', oneTimeSecret())
  const isRefused = forged.status === 400
  const refused = isRefused
    ? 'An event with a wrong signature was refused.'
    : `A wrong signature got ${said(forged)}.`
  if (!add('forgery_refused', isRefused, forged.ms, refused)) return

  const measured = Promise.race([of.tested(eventId), wait(PATIENCE_MS, undefined, { ref: false })])
  const answer = await send(url, 'POST', secret)
  if (answer.status !== 200)
    return void add('signature', false, answer.ms, `A well signed event got ${said(answer)}.`)
  const times = await measured
  if (!times) return void add('signature', false, answer.ms, 'The listener was restarted meanwhile.')
  add('signature', true, times.signatureMs, 'A well signed event was accepted.')
  add('committed', true, times.storedMs - times.signatureMs, 'It is on the disk.')
  add('answered', true, answer.ms, 'It was answered with 200 after that.')
  lookUp(of, eventId, add)
}

function lookUp(
  { folder, fileKey }: SelfTestOf,
  eventId: string,
  add: (step: StepName, ok: boolean, ms: number, text: string) => boolean,
): void {
  const startedAt = performance.now()
  const reader = readInbox(folder, fileKey)
  if (!reader.ok) return void add('found', false, 0, reader.detail)
  try {
    const isThere = reader.newest(100).some(({ body }) => body.includes(eventId))
    const text = isThere ? 'It was found in the inbox.' : 'It is not in the inbox.'
    add('found', isThere, performance.now() - startedAt, text)
  } finally {
    reader.close()
  }
}

function eventOf(id: string, livemode: boolean): object {
  const created = Math.floor(Date.now() / 1000)
  return { id, object: 'event', type: SELF_TEST_TYPE, livemode, created, data: { object: {} } }
}

const oneTimeSecret = (): string => `whsec_${randomBytes(32).toString('hex')}`

const signed = (body: Buffer, secret: string): string =>
  signatureHeader(body, secret, Math.floor(Date.now() / 1000))

interface Answer {
  /** 0 when there was none. */
  status: number
  text: string
  ms: number
}

const said = ({ status, text }: Answer): string => (status === 0 ? 'no answer' : `${status} (${text})`)

function call(url: string, method: string, body: Buffer, headers: Record<string, string>): Promise<Answer> {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const end = (status: number, text: string): void =>
      resolve({ status, text, ms: performance.now() - startedAt })
    const outgoing = request(url, {
      method,
      agent: false,
      timeout: PATIENCE_MS,
      headers: { 'content-type': 'application/json', 'content-length': body.length, ...headers },
    })
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => end(response.statusCode ?? 0, Buffer.concat(chunks).toString()))
      response.on('error', () => end(0, ''))
    })
    outgoing.on('timeout', () => outgoing.destroy())
    outgoing.on('error', () => end(0, ''))
    outgoing.end(body)
  })
}
