// What the tests of the webhook listener share: a desk over real threads. Never part of what ships.
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import type { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { openIntake } from '../../../electron/engine/webhook/intake.ts'
import type { IntakeDesk, IntakeOptions, WebhookIntake } from '../../../electron/engine/webhook/intake.ts'
import type { NamedSecret } from '../../../electron/engine/webhook/messages.ts'
import { programOf } from '../../programs.ts'
import { anEvent, aSecret, send, signed } from './senders.support.ts'
import type { Sent } from './senders.support.ts'

export * from './senders.support.ts'

export const entries = {
  listener: programOf('listener'),
  writer: programOf('writer'),
}

/** A desk with a folder of its own, removed after the test. */
export function aDesk(differing: Partial<IntakeDesk> = {}): IntakeDesk & { secrets: [NamedSecret] } {
  const home = mkdtempSync(join(tmpdir(), 'bursar-inbox-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const folder = join(home, 'desk')
  mkdirSync(folder)
  return {
    deskId: `desk_${randomBytes(4).toString('hex')}`,
    folder,
    fileKey: randomBytes(32),
    token: randomBytes(16).toString('hex'),
    livemode: false,
    accountId: 'acct_1',
    ...differing,
    secrets: [differing.secrets?.[0] ?? { id: 'first', secret: aSecret() }],
  }
}

export interface Opened {
  intake: WebhookIntake
  /** Threads that died, by what they died of. */
  deaths: unknown[]
  stored: Map<string, number>
}

export async function anIntake(desks: IntakeDesk[], differing: Partial<IntakeOptions> = {}): Promise<Opened> {
  const deaths: unknown[] = []
  const stored = new Map<string, number>()
  const intake = openIntake({
    files: entries,
    port: 0,
    onStored: (deskId, upTo) => stored.set(deskId, upTo),
    onBug: (error) => deaths.push(error),
    ...differing,
  })
  onTestFinished(() => intake.close())
  for (const desk of desks) {
    const added = await intake.addDesk(desk)
    if (!added.ok) throw new Error(added.detail)
  }
  await until(() => desks.every(({ deskId }) => intake.state(deskId)?.running === true))
  return { intake, deaths, stored }
}

/** Asks until it is so; fails after five seconds. */
export async function until(isSo: () => boolean, patienceMs = 5000): Promise<void> {
  const end = performance.now() + patienceMs
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`not so after ${patienceMs} ms: ${isSo.toString()}`)
    await wait(10)
  }
}

/** Sends a well signed event to the desk's first address and says what came back. */
export function deliver(
  intake: WebhookIntake,
  desk: IntakeDesk,
  body: Buffer = anEvent(),
  agent?: Agent,
): Promise<Sent> {
  return send(urlOf(intake, desk), {
    body,
    signature: signed(body, desk.secrets[0]?.secret ?? ''),
    ...(agent ? { agent } : {}),
  })
}

export function urlOf(intake: WebhookIntake, { deskId }: IntakeDesk): string {
  const [url] = intake.state(deskId)?.urls ?? []
  if (url === undefined) throw new Error('the listener is not running')
  return url
}
