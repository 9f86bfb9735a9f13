// Deliveries over real HTTP, real threads and a real encrypted file: what is answered with 200 is there, and nothing else is.
import { expect, test } from 'vitest'
import {
  aDesk,
  anEvent,
  anIntake,
  aSecret,
  deliver,
  idOf,
  idsIn,
  send,
  signed,
  until,
  urlOf,
} from './intake.support.ts'

test('an event that was answered with 200 is in the inbox, byte for byte', async () => {
  const desk = aDesk()
  const { intake, stored, deaths } = await anIntake([desk])
  const body = anEvent({ note: 'Zoë pays 3\u202f€' })
  expect(await deliver(intake, desk, body)).toMatchObject({ status: 200, text: '' })
  const { readInbox } = await import('../../../electron/store/inbox/read-inbox.ts')
  const reader = readInbox(desk.folder, desk.fileKey)
  if (!reader.ok) throw new Error(reader.detail)
  const [row, ...others] = reader.after(0, 10)
  reader.close()
  expect(others).toEqual([])
  expect(row?.body.equals(body)).toBe(true)
  expect(Math.abs((row?.receivedAt ?? 0) - Date.now())).toBeLessThan(5000)
  await until(() => stored.get(desk.deskId) === row?.seq)
  expect(deaths).toEqual([])
})

test('the self-test walks every step, leaves the counters alone and its row is known by its type', async () => {
  const desk = aDesk()
  const { intake } = await anIntake([desk])
  const { passed, steps } = await intake.selfTest(desk.deskId)
  expect(steps.filter(({ ok }) => !ok)).toEqual([])
  expect(passed).toBe(true)
  expect(steps.map(({ step }) => step)).toEqual([
    'reachable',
    'forgery_refused',
    'signature',
    'committed',
    'answered',
    'found',
  ])
  await deliver(intake, desk)
  await until(() => intake.state(desk.deskId)?.counters.accepted === 1)
  expect(intake.state(desk.deskId)?.counters).toEqual({ accepted: 1, refused: {}, refusedForNobody: {} })
  expect(idsIn(desk)).toHaveLength(2)
})

test('both addresses answer, and an event that comes twice is answered twice', async () => {
  const desk = aDesk()
  const { intake } = await anIntake([desk])
  const body = anEvent()
  const { urls, path, port } = intake.state(desk.deskId)!
  expect(path).toBe(`/webhooks/${desk.token}`)
  for (const url of urls) {
    expect(url).toMatch(new RegExp(`^http://(127\\.0\\.0\\.1|\\[::1\\]):${port}/`))
    const sent = await send(url, { body, signature: signed(body, desk.secrets[0].secret) })
    expect(sent.status).toBe(200)
  }
  expect(idsIn(desk)).toEqual(urls.map(() => idOf(body)))
})

test('while a secret is rolled both are good, and afterwards only the new one', async () => {
  const desk = aDesk()
  const { intake } = await anIntake([desk])
  const newSecret = aSecret()
  const by = async (secret: string): Promise<number> => {
    const body = anEvent()
    return (await send(urlOf(intake, desk), { body, signature: signed(body, secret) })).status
  }
  expect(await by(newSecret)).toBe(400)
  const [old] = desk.secrets
  const renewed = { id: 'new', secret: newSecret }
  intake.setSecrets(desk.deskId, [old, renewed])
  expect([await by(newSecret), await by(old.secret)]).toEqual([200, 200])
  intake.setSecrets(desk.deskId, [renewed])
  expect([await by(newSecret), await by(old.secret)]).toEqual([200, 400])
  intake.setSecrets(desk.deskId, [])
  expect(await by(newSecret)).toBe(400)
})
