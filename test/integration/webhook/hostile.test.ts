// Slow, broken and hostile senders: whatever they do, a good delivery is answered meanwhile, and each of them gets what it earned.
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { IntakeOptions, WebhookIntake } from '../../../electron/engine/webhook/intake.ts'
import {
  aDesk,
  anEvent,
  anIntake,
  deliver,
  idOf,
  idsIn,
  send,
  signed,
  until,
  urlOf,
} from './intake.support.ts'

type Home = { intake: WebhookIntake; desk: ReturnType<typeof aDesk>; port: number; path: string }

async function aHome(differing: Partial<IntakeOptions> = {}): Promise<Home> {
  const desk = aDesk()
  const { intake } = await anIntake([desk], differing)
  const { port, path } = intake.state(desk.deskId)!
  return { intake, desk, port: port!, path }
}

/** A bare connection that remembers what it was told. */
function raw(port: number): { socket: Socket; heard: () => string; closed: Promise<void> } {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk))
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  onTestFinished(() => {
    socket.destroy()
  })
  return { socket, heard: () => text, closed }
}

const headOf = ({ port, path }: Home, more: string[]): string =>
  [`POST ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Content-Type: application/json', ...more].join('\r\n')

/** What the listener answers to bytes that are sent at once. */
async function answerTo(home: Home, bytes: string | Buffer): Promise<string> {
  const { socket, heard, closed } = raw(home.port)
  socket.write(bytes)
  await Promise.race([closed, until(() => heard().includes('\r\n\r\n'))])
  return heard()
}

/** A good delivery is answered within a second, three times in a row. */
async function expectGoodService({ intake, desk }: Home): Promise<void> {
  for (let time = 0; time < 3; time++) {
    const { status, ms } = await deliver(intake, desk)
    expect(status).toBe(200)
    expect(ms).toBeLessThan(1000)
  }
}

test('whatever is wrong is refused by its name, and nothing of it is stored', async () => {
  const body = anEvent()
  const padding = (bytes: number): Buffer => anEvent({ padding: 'x'.repeat(bytes) })
  type Make = (home: Home) => Parameters<typeof send>[1] & { url?: string }
  const good = ({ desk }: Home): { body: Buffer; signature: string } => ({
    body,
    signature: signed(body, desk.secrets[0].secret),
  })

  const table: [string, number, Make][] = [
    ['method', 405, (home) => ({ ...good(home), method: 'PUT' })],
    ['path', 404, (home) => ({ ...good(home), url: '/webhooks/other' })],
    ['path', 404, (home) => ({ ...good(home), url: `${home.path}/` })],
    ['host', 421, (home) => ({ ...good(home), headers: { host: 'rebound.example' } })],
    ['expectation', 417, (home) => ({ ...good(home), headers: { expect: 'the-unexpected' } })],
    ['content_type', 415, (home) => ({ ...good(home), headers: { 'content-type': 'text/plain' } })],
    [
      'content_encoding',
      415,
      (home) => ({
        ...good(home),
        body: gzipSync(body),
        headers: { 'content-encoding': 'gzip', 'content-length': String(gzipSync(body).length) },
      }),
    ],
    [
      'too_large',
      413,
      (home) => ({ body: padding(1_100_000), signature: signed(body, home.desk.secrets[0].secret) }),
    ],
    ['signature_missing', 400, () => ({ body })],
    ['signature_wrong', 400, () => ({ body, signature: signed(body, 'whsec_other') })],
    ['signature_wrong', 400, (home) => ({ body: padding(5), signature: good(home).signature })],
    [
      'signed_too_long_ago',
      400,
      ({ desk }) => ({
        body,
        signature: signed(body, desk.secrets[0].secret, Math.floor(Date.now() / 1000) - 302),
      }),
    ],
    [
      'signed_in_the_future',
      400,
      ({ desk }) => ({
        body,
        signature: signed(body, desk.secrets[0].secret, Math.floor(Date.now() / 1000) + 310),
      }),
    ],
    [
      'other_mode',
      403,
      ({ desk }) => {
        const live = anEvent({ livemode: true })
        return { body: live, signature: signed(live, desk.secrets[0].secret) }
      },
    ],
    [
      'other_account',
      403,
      ({ desk }) => {
        const foreign = anEvent({ account: 'acct_2' })
        return { body: foreign, signature: signed(foreign, desk.secrets[0].secret) }
      },
    ],
  ]
  const home = await aHome()
  const countOf = (reason: string): number => {
    const { refused, refusedForNobody } = home.intake.state(home.desk.deskId)!.counters
    return (refused[reason as 'host'] ?? 0) + (refusedForNobody[reason as 'host'] ?? 0)
  }
  for (const [reason, status, make] of table) {
    const before = countOf(reason)
    const { url, ...sending } = make(home)
    const to = url === undefined ? urlOf(home.intake, home.desk) : `http://127.0.0.1:${home.port}${url}`
    expect([reason, (await send(to, sending)).status]).toEqual([reason, status])
    await until(() => countOf(reason) === before + 1)
  }
  expect(idsIn(home.desk)).toEqual([])
  await expectGoodService(home)
})

describe('what is not HTTP as Stripe sends it', () => {
  const signature = (home: Home, body: Buffer): string =>
    `Stripe-Signature: ${signed(body, home.desk.secrets[0].secret)}`
  const body = anEvent()
  const length = `Content-Length: ${body.length}`

  const table: [string, number, (home: Home) => string][] = [
    ['noise', 400, () => '\u0000\u0001\u0002 nonsense\r\n\r\n'],
    [
      'two lengths that differ',
      400,
      (home) =>
        `${headOf(home, [signature(home, body), length, 'Content-Length: 5'])}\r\n\r\n${body.toString()}`,
    ],
    [
      'two lengths that agree',
      400,
      (home) => `${headOf(home, [signature(home, body), length, length])}\r\n\r\n${body.toString()}`,
    ],
    [
      'a length beside chunks',
      400,
      (home) =>
        `${headOf(home, [signature(home, body), length, 'Transfer-Encoding: chunked'])}\r\n\r\n0\r\n\r\n`,
    ],
    ['a negative length', 400, (home) => `${headOf(home, ['Content-Length: -5'])}\r\n\r\n`],
    ['a length that is a word', 400, (home) => `${headOf(home, ['Content-Length: many'])}\r\n\r\n`],
    [
      'chunks that are also compressed',
      415,
      (home) => `${headOf(home, ['Content-Encoding: gzip', 'Transfer-Encoding: chunked'])}\r\n\r\n0\r\n\r\n`,
    ],
    [
      'a chunk whose size is a word',
      400,
      (home) => `${headOf(home, ['Transfer-Encoding: chunked'])}\r\n\r\nmany\r\n`,
    ],
    [
      'ten thousand headers',
      431,
      (home) =>
        `${headOf(
          home,
          Array.from({ length: 10_000 }, (_, index) => `X-${index}: y`),
        )}\r\n\r\n`,
    ],
    [
      'one header of a hundred kilobytes',
      431,
      (home) => `${headOf(home, [`X: ${'y'.repeat(100_000)}`])}\r\n\r\n`,
    ],
    [
      'header lines folded as in 1996',
      400,
      (home) => `${headOf(home, ['X: a', ' b', length])}\r\n\r\n${body.toString()}`,
    ],
    [
      'a body shorter than signed',
      400,
      (home) =>
        `${headOf(home, [signature(home, body), `Content-Length: ${body.length - 1}`])}\r\n\r\n${body.toString()}`,
    ],
  ]

  test('is refused, and nothing of it is stored', async () => {
    const home = await aHome()
    for (const [what, status, make] of table) {
      const answer = await answerTo(home, make(home))
      expect([what, answer.slice(0, 13)]).toEqual([what, `HTTP/1.1 ${status} `])
    }
    expect(idsIn(home.desk)).toEqual([])
    await expectGoodService(home)
  })

  test('a body in chunks, as some tunnels send it, is taken', async () => {
    const home = await aHome()
    const chunks = [body.subarray(0, 10), body.subarray(10)].map(
      (chunk) => `${chunk.length.toString(16)}\r\n${chunk.toString()}\r\n`,
    )
    const head = headOf(home, [signature(home, body), 'Transfer-Encoding: chunked'])
    expect(await answerTo(home, `${head}\r\n\r\n${chunks.join('')}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /)
    expect(idsIn(home.desk)).toEqual([idOf(body)])
  })

  test('chunks without end are cut off', async () => {
    const home = await aHome()
    const { socket, heard, closed } = raw(home.port)
    socket.write(`${headOf(home, ['Transfer-Encoding: chunked'])}\r\n\r\n`)
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
    const timer = setInterval(() => socket.write(chunk), 2)
    await closed
    clearInterval(timer)
    expect(heard()).toMatch(/^HTTP\/1\.1 413 /)
    await expectGoodService(home)
  })

  test('a body that is announced with 100-continue is asked for only when its head is good', async () => {
    const home = await aHome()
    const { socket, heard } = raw(home.port)
    socket.write(`${headOf(home, [signature(home, body), length, 'Expect: 100-continue'])}\r\n\r\n`)
    await until(() => heard().startsWith('HTTP/1.1 100 '))
    socket.write(body)
    await until(() => heard().includes('HTTP/1.1 200 '))
    const refused = await answerTo(
      home,
      `${headOf(home, ['Expect: 100-continue', 'Content-Length: 9000000'])}\r\n\r\n`,
    )
    expect(refused).toMatch(/^HTTP\/1\.1 413 /)
  })
})

test('a request to be let through to elsewhere is refused and counted', async () => {
  const home = await aHome()
  const { socket, heard, closed } = raw(home.port)
  socket.write('CONNECT stripe.com:443 HTTP/1.1\r\nHost: stripe.com:443\r\n\r\n')
  await closed
  expect(heard()).toMatch(/^HTTP\/1\.1 405 .*\r\nAllow: POST\r\n/)
  await until(() => home.intake.state(home.desk.deskId)!.counters.refusedForNobody.method === 1)
})

describe('a sender that says with its last byte that nothing more follows', () => {
  const requestOf = (home: Home, body: Buffer): string =>
    `${headOf(home, [`Stripe-Signature: ${signed(body, home.desk.secrets[0].secret)}`, `Content-Length: ${body.length}`])}\r\n\r\n${body.toString()}`

  test('is answered once all is stored, and then the connection is closed', async () => {
    const home = await aHome()
    const bodies = [anEvent(), anEvent(), anEvent()]
    const { socket, heard, closed } = raw(home.port)
    socket.end(bodies.map((body) => requestOf(home, body)).join(''))
    await closed
    expect(heard().split('HTTP/1.1 200 ')).toHaveLength(4)
    expect(idsIn(home.desk)).toEqual(bodies.map(idOf))
  })

  test('is told what was wrong', async () => {
    const home = await aHome()
    const { socket, heard, closed } = raw(home.port)
    socket.end(requestOf(home, anEvent()).replace('Stripe-Signature', 'Other-Signature'))
    await closed
    expect(heard()).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('in the middle of a body, or before it, holds no connection open', async () => {
    const home = await aHome()
    const request = requestOf(home, anEvent())
    const senders = [request.slice(0, -5), request.slice(0, 40), '', `${request}POST`].map((bytes) => {
      const sender = raw(home.port)
      sender.socket.end(bytes)
      return sender
    })
    // Much sooner than a slow sender is told that it is too slow.
    await until(() => senders.every(({ socket }) => socket.closed), 4000)
    expect(senders.map(({ heard }) => heard()).slice(0, 3)).toEqual(['', '', ''])
    await until(() => home.intake.state(home.desk.deskId)!.counters.refused.incomplete === 1)
  })
})

describe('a good delivery is answered while', () => {
  test(
    'hundreds send their heads and bodies a byte at a time, until they are told that they are too slow',
    { timeout: 30_000 },
    async () => {
      const home = await aHome({ senderPatience: { headMs: 1000, requestMs: 2000 } })
      const heads = Array.from({ length: 100 }, () => raw(home.port))
      const bodies = Array.from({ length: 100 }, () => raw(home.port))
      for (const { socket } of heads) socket.write(`POST ${home.path} HTT`)
      for (const { socket } of bodies) socket.write(`${headOf(home, ['Content-Length: 4000'])}\r\n\r\n{`)
      const drip = setInterval(() => {
        for (const { socket } of heads) socket.write('P')
        for (const { socket } of bodies) socket.write(' ')
      }, 200)
      onTestFinished(() => clearInterval(drip))
      await expectGoodService(home)
      await Promise.all([...heads, ...bodies].map(({ closed }) => closed))
      expect(bodies.every(({ heard }) => heard().startsWith('HTTP/1.1 408 '))).toBe(true)
      await until(() => home.intake.state(home.desk.deskId)!.counters.refusedForNobody.too_slow! >= 100)
      await expectGoodService(home)
    },
  )

  test('more connections are open than may be: the oldest strangers go, who has signed well stays', async () => {
    const home = await aHome()
    const known = raw(home.port)
    const body = anEvent()
    const request = `${headOf(home, [`Stripe-Signature: ${signed(body, home.desk.secrets[0].secret)}`, `Content-Length: ${body.length}`])}\r\n\r\n${body.toString()}`
    known.socket.write(request)
    await until(() => known.heard().includes('HTTP/1.1 200 '))
    const crowd = Array.from({ length: 900 }, () => raw(home.port))
    await until(() => crowd.filter(({ socket }) => socket.destroyed).length >= 300, 10_000)
    await expectGoodService(home)
    known.socket.write(request)
    await until(() => known.heard().split('HTTP/1.1 200 ').length === 3)
    const crowdedOut = (): number =>
      home.intake.state(home.desk.deskId)!.counters.refusedForNobody.crowded_out ?? 0
    await until(() => crowdedOut() > 300)
    expect(crowdedOut()).toBeLessThan(900)
  })

  test('many send the half of a large body and then nothing', async () => {
    const home = await aHome()
    const half = 'x'.repeat(500_000)
    const senders = Array.from({ length: 60 }, () => raw(home.port))
    for (const { socket } of senders)
      socket.write(`${headOf(home, ['Content-Length: 1000000'])}\r\n\r\n${half}`)
    await wait(200)
    await expectGoodService(home)
    for (const { socket } of senders) socket.destroy()
    await until(() => (home.intake.state(home.desk.deskId)!.counters.refused.incomplete ?? 0) >= 60)
    expect(home.intake.state(home.desk.deskId)!.counters.refused).toEqual({ incomplete: 60 })
  })

  test('thousands of requests are pipelined without waiting for an answer: the connection is closed after some refusals', async () => {
    const home = await aHome()
    const request = `${headOf(home, ['Content-Length: 2'])}\r\n\r\n{}`
    const { socket, heard, closed } = raw(home.port)
    socket.write(request.repeat(5000))
    await expectGoodService(home)
    await closed
    expect(heard().split('HTTP/1.1 400 ').length - 1).toBeLessThanOrEqual(16)
  })

  test('good deliveries that are pipelined are each answered, in order', async () => {
    const home = await aHome()
    const bodies = Array.from({ length: 40 }, () => anEvent())
    const { socket, heard } = raw(home.port)
    socket.write(
      bodies
        .map(
          (body) =>
            `${headOf(home, [`Stripe-Signature: ${signed(body, home.desk.secrets[0].secret)}`, `Content-Length: ${body.length}`])}\r\n\r\n${body.toString()}`,
        )
        .join(''),
    )
    await until(() => heard().split('HTTP/1.1 200 ').length - 1 === 40)
    expect(idsIn(home.desk)).toEqual(bodies.map(idOf))
  })

  test('connections are opened and thrown away as fast as they can be', async () => {
    const home = await aHome()
    const storm = setInterval(() => {
      for (let count = 0; count < 20; count++)
        connect({ port: home.port, host: '127.0.0.1' })
          .on('error', () => undefined)
          .on('connect', function (this: Socket) {
            this.resetAndDestroy()
          })
    }, 5)
    await wait(300)
    await expectGoodService(home)
    clearInterval(storm)
    expect(home.intake.state(home.desk.deskId)?.problem).toBeNull()
  })
})
