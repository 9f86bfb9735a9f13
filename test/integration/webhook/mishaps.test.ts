// Full and broken disks, threads that die, desks beside each other: a 200 stays a promise, and the service comes back by itself.
import { execFileSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { IntakeDesk, WebhookIntake } from '../../../electron/engine/webhook/intake.ts'
import {
  aDesk,
  anEvent,
  anIntake,
  deliver,
  entries,
  idOf,
  idsIn,
  send,
  signed,
  until,
  urlOf,
} from './intake.support.ts'

const faulty = { ...entries, writer: new URL('./faulty-writer.ts', import.meta.url) }
const mortal = { ...entries, listener: new URL('./mortal-listener.ts', import.meta.url) }

/** Sends until it is accepted, as Stripe would, and says how often it took. */
async function deliverAgain(intake: WebhookIntake, desk: IntakeDesk, body: Buffer): Promise<number> {
  for (let times = 1; ; times++) {
    const { status } = await deliver(intake, desk, body).catch(() => ({ status: 0 }))
    if (status === 200) return times
    expect([0, 404, 503]).toContain(status)
    if (times > 200) throw new Error('never accepted')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test.each(['disk-full', 'disk-broken'])(
  '%s: the sender is asked to come again, the reason is shown, and it works again by itself',
  async (fault) => {
    const desk = aDesk()
    const { intake, deaths } = await anIntake([desk], { files: faulty })
    const before = anEvent()
    const lost = anEvent({ fault })
    const after = anEvent()
    expect((await deliver(intake, desk, before)).status).toBe(200)
    expect(await deliver(intake, desk, lost)).toMatchObject({ status: 503 })
    await until(() => /disk/.test(intake.state(desk.deskId)?.problem ?? ''))
    expect((await deliver(intake, desk, after)).status).toBe(200)
    await until(() => intake.state(desk.deskId)?.problem === null)
    expect(idsIn(desk)).toEqual([before, after].map(idOf))
    await until(() => intake.state(desk.deskId)?.counters.refused.not_stored === 1)
    expect(deaths).toEqual([])
  },
)

test.each(['disk-full', 'disk-broken'])(
  '%s: that it is over is seen although nothing more is delivered',
  async (fault) => {
    const desk = aDesk()
    const { intake } = await anIntake([desk], { files: faulty })
    expect((await deliver(intake, desk, anEvent({ fault }))).status).toBe(503)
    await until(() => intake.state(desk.deskId)?.running === false)
    await until(() => intake.state(desk.deskId)?.running === true, 10_000)
    expect(intake.state(desk.deskId)?.problem).toBeNull()
    expect(idsIn(desk)).toEqual([])
  },
  20_000,
)

test('an inbox that is found damaged by who reads it is begun anew, and what comes from then on can be read', async () => {
  const desk = aDesk()
  const damagedFiles: string[] = []
  const { intake, stored } = await anIntake([desk], { onDamaged: (_, file) => damagedFiles.push(file) })
  const bodies = Array.from({ length: 40 }, () => anEvent({ padding: 'x'.repeat(4000) }))
  for (const body of bodies) await deliver(intake, desk, body)
  const path = join(desk.folder, 'inbox.db')
  // Once it is tidied, everything is read from the file itself.
  await until(() => statSync(path).size > 160_000)
  await new Promise((resolve) => setTimeout(resolve, 300))
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(40_000, 1), 0, 40_000, 60_000)
  closeSync(file)
  expect(() => idsIn(desk)).toThrow(/malformed/)
  // Its writer adds rows at the end, and has not seen it.
  expect((await deliver(intake, desk)).status).toBe(200)
  expect(damagedFiles).toEqual([])
  const before = stored.get(desk.deskId) ?? 0
  intake.reopen(desk.deskId)
  await until(() => damagedFiles.length > 0)
  expect(damagedFiles).toEqual([expect.stringMatching(/^inbox-corrupt-/)])
  const after = anEvent()
  expect((await deliver(intake, desk, after)).status).toBe(200)
  await until(() => (stored.get(desk.deskId) ?? 0) > before)
  expect(idsIn(desk)).toEqual([idOf(after)])
  expect(intake.state(desk.deskId)).toMatchObject({ running: true, problem: null })
})

test('on a disk that is really full, nothing is promised, and everything is when there is space again', async ({
  skip,
}) => {
  const mount = mkdtempSync(join(tmpdir(), 'bursar-small-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', mount], { stdio: 'ignore' })
  } catch {
    rmSync(mount, { recursive: true })
    return skip('a small disk can only be mounted as root on Linux')
  }
  const folder = join(mount, 'desk')
  mkdirSync(folder)
  const ballast = join(mount, 'ballast')
  writeFileSync(ballast, Buffer.alloc(1_500_000))
  try {
    const desk = aDesk({ folder })
    const { intake } = await anIntake([desk])
    const promised: string[] = []
    let refusals = 0
    for (let count = 0; count < 60 && refusals < 3; count++) {
      const body = anEvent({ padding: 'x'.repeat(50_000) })
      const { status } = await deliver(intake, desk, body)
      if (status === 200) promised.push(idOf(body))
      else refusals += Number(status === 503)
    }
    expect(refusals).toBe(3)
    expect(promised.length).toBeGreaterThan(3)
    expect(idsIn(desk)).toEqual(promised)
    rmSync(ballast)
    const body = anEvent()
    expect((await deliver(intake, desk, body)).status).toBe(200)
    expect(idsIn(desk)).toEqual([...promised, idOf(body)])
    await intake.close()
  } finally {
    execFileSync('umount', ['-l', mount])
    rmSync(mount, { recursive: true })
  }
})

test.each(['kill-before', 'kill-after'])(
  'a writer that dies (%s the commit) is started again, and what it did not confirm was not promised',
  async (fault) => {
    const desk = aDesk()
    const { intake, deaths } = await anIntake([desk], { files: faulty })
    const before = anEvent()
    await deliver(intake, desk, before)
    const deadly = anEvent({ fault })
    expect((await deliver(intake, desk, deadly)).status).toBe(503)
    const after = anEvent()
    await deliverAgain(intake, desk, after)
    expect(idsIn(desk)).toEqual([before, ...(fault === 'kill-after' ? [deadly] : []), after].map(idOf))
    expect(deaths).toHaveLength(1)
  },
)

test('a listener that dies is started again under the same port, and still knows its desks', async () => {
  const desk = aDesk()
  const { intake, deaths } = await anIntake([desk], { files: mortal })
  const url = urlOf(intake, desk)
  await deliver(intake, desk)
  intake.setSecrets(desk.deskId, [desk.secrets[0], { id: 'deadly', secret: 'whsec_die' }])
  await until(() => intake.state(desk.deskId)?.running === false)
  expect(intake.state(desk.deskId)?.problem).toMatch(/started again/)
  await until(() => intake.state(desk.deskId)?.running === true)
  expect(urlOf(intake, desk)).toBe(url)
  expect((await deliver(intake, desk)).status).toBe(200)
  expect(idsIn(desk)).toHaveLength(2)
  expect(deaths).toHaveLength(1)
})

test('nothing ever lands with the other desk: not by its path, its secret or its mode', async () => {
  const one = aDesk()
  const two = aDesk({ livemode: true, accountId: 'acct_2' })
  const { intake } = await anIntake([one, two])
  const foreign = anEvent()
  const [toOne, toTwo] = [urlOf(intake, one), urlOf(intake, two)]
  const bySecretOf = async (desk: IntakeDesk, url: string, body: Buffer): Promise<number> =>
    (await send(url, { body, signature: signed(body, desk.secrets[0]?.secret ?? '') })).status
  expect(await bySecretOf(one, toTwo, foreign)).toBe(400)
  expect(await bySecretOf(two, toOne, foreign)).toBe(400)
  expect(await bySecretOf(one, toOne, anEvent({ livemode: true }))).toBe(403)
  expect(await bySecretOf(two, toTwo, anEvent())).toBe(403)
  expect(await bySecretOf(two, toTwo, anEvent({ livemode: true, account: 'acct_1' }))).toBe(403)
  const [ofOne, ofTwo] = [anEvent(), anEvent({ livemode: true, account: 'acct_2' })]
  expect(await Promise.all([bySecretOf(one, toOne, ofOne), bySecretOf(two, toTwo, ofTwo)])).toEqual([
    200, 200,
  ])
  expect([idsIn(one), idsIn(two)]).toEqual([[idOf(ofOne)], [idOf(ofTwo)]])
})

test('a desk that is removed answers no more, while the other one goes on; added again it goes on after what it had', async () => {
  const [one, two] = [aDesk(), aDesk()]
  const { intake, stored } = await anIntake([one, two])
  const url = urlOf(intake, one)
  await deliver(intake, one)
  await intake.removeDesk(one.deskId)
  expect(intake.state(one.deskId)).toBeUndefined()
  expect((await send(url, { body: anEvent() })).status).toBe(404)
  expect((await deliver(intake, two)).status).toBe(200)
  stored.clear()
  expect(await intake.addDesk(one)).toEqual({ ok: true, damagedFile: null })
  // What waits from before is told at once, so that it is moved on.
  await until(() => stored.has(one.deskId))
  expect((await deliver(intake, one)).status).toBe(200)
  expect(idsIn(one)).toHaveLength(2)
})

test('rows that are in the event log go, those behind them stay', async () => {
  const desk = aDesk()
  const { intake, stored } = await anIntake([desk])
  for (let count = 0; count < 5; count++) await deliver(intake, desk)
  await until(() => stored.has(desk.deskId) && idsIn(desk).length === 5)
  await new Promise((resolve) => setTimeout(resolve, 100))
  intake.forget(desk.deskId, stored.get(desk.deskId)! - 2)
  await until(() => idsIn(desk).length === 2)
  intake.forget(desk.deskId, stored.get(desk.deskId)!)
  await until(() => idsIn(desk).length === 0)
  expect((await deliver(intake, desk)).status).toBe(200)
})

test('when the port is taken on either address the next one is used, and said', async () => {
  const desk = aDesk()
  const squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen({ host: '::1', port: 0 }, resolve))
  onTestFinished(() => {
    squatter.close()
  })
  const { port } = squatter.address() as AddressInfo
  const { intake } = await anIntake([desk], { port })
  const state = intake.state(desk.deskId)!
  expect(state.port).toBeGreaterThan(port)
  expect(state.note).toContain(String(port))
  expect((await deliver(intake, desk)).status).toBe(200)
})

test('a desk whose inbox has another key is not opened, and the others are', async () => {
  const desk = aDesk()
  const { intake } = await anIntake([desk])
  await intake.removeDesk(desk.deskId)
  const refused = await intake.addDesk({ ...desk, fileKey: Buffer.alloc(32, 9) })
  expect(refused).toMatchObject({ ok: false, problem: 'store_locked_key' })
  expect(intake.state(desk.deskId)).toBeUndefined()
  expect(await intake.addDesk(desk)).toEqual({ ok: true, damagedFile: null })
})

test('a desk whose inbox can not be opened for a reason nobody thought of is refused with it, and the others are opened', async () => {
  const desk = aDesk()
  const { intake, deaths } = await anIntake([desk], { files: faulty })
  const odd = aDesk({ folder: `${desk.folder}-unheard-of` })
  expect(await intake.addDesk(odd)).toMatchObject({
    ok: false,
    problem: 'store_unwritable',
    detail: expect.stringContaining('nobody thought of this'),
  })
  expect(await intake.addDesk(aDesk())).toMatchObject({ ok: true })
  expect((await deliver(intake, desk)).status).toBe(200)
  expect(deaths).toEqual([])
})

test('what is under way when it is closed is still answered', async () => {
  const desk = aDesk()
  const { intake } = await anIntake([desk])
  const bodies = Array.from({ length: 50 }, () => anEvent())
  const sendings = bodies.map((body) => deliver(intake, desk, body))
  await new Promise((resolve) => setTimeout(resolve, 30))
  await intake.close()
  const answers = await Promise.all(sendings)
  const promised = bodies.filter((_, index) => answers[index]?.status === 200).map(idOf)
  const { openInbox } = await import('../../../electron/store/inbox/inbox.ts')
  const opened = openInbox(desk.folder, desk.fileKey)
  if (opened.ok) onTestFinished(() => opened.inbox.close())
  expect(idsIn(desk)).toEqual(expect.arrayContaining(promised))
})
