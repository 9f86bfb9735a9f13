// The verdicts on signatures equal those of Stripe's official SDK, but for times in the future and times that are no number, which are refused.
import * as fc from 'fast-check'
import { Stripe } from 'stripe'
import { describe, expect, test } from 'vitest'
import { judgeSignature, signedBytes, signingKeys } from '../../../../electron/engine/webhook/signature.ts'
import { hmac } from '../../../integration/webhook/intake.support.ts'

const secret = 'whsec_test_0123456789abcdef'
const other = 'whsec_test_of_another_endpoint'
const now = 1_800_000_000_500
const t = 1_800_000_000
const body = Buffer.from('{"id":"evt_1","object":"event","type":"charge.succeeded","livemode":false}')
const v1 = hmac(body, secret, t)
const foreign = hmac(body, other, t)
const bom = Buffer.from([0xef, 0xbb, 0xbf])
/** A byte that is no UTF-8, within a string. */
const broken = Buffer.from(body)
broken[8] = 0xff

interface Case {
  body?: Buffer
  header: string | undefined
  secrets?: string[]
}

/** Every case by what is special about it. */
const cases: Record<string, Case> = {
  'a good one': { header: `t=${t},v1=${v1}` },
  'v1 before t': { header: `v1=${v1},t=${t}` },
  'v0 beside v1': { header: `t=${t},v1=${v1},v0=${foreign}` },
  'v0 only': { header: `t=${t},v0=${v1}` },
  'two v1, the first good': { header: `t=${t},v1=${v1},v1=${foreign}` },
  'two v1, the second good': { header: `t=${t},v1=${foreign},v1=${v1}` },
  'two v1, none good': { header: `t=${t},v1=${foreign},v1=${foreign}` },
  'the old secret during a roll': { header: `t=${t},v1=${foreign}`, secrets: [secret, other] },
  'the new secret during a roll': { header: `t=${t},v1=${v1}`, secrets: [other, secret] },
  'a secret that was rolled away': { header: `t=${t},v1=${foreign}`, secrets: [secret] },
  'no secret': { header: `t=${t},v1=${v1}`, secrets: [] },
  'an empty secret': { header: `t=${t},v1=${hmac(body, '', t)}`, secrets: [''] },
  'a blank secret': { header: `t=${t},v1=${hmac(body, ' \t', t)}`, secrets: [' \t'] },
  'a secret with a line end, signed without': { header: `t=${t},v1=${v1}`, secrets: [`${secret}\n`] },
  'a secret with a line end, signed with it': {
    header: `t=${t},v1=${hmac(body, `${secret}\n`, t)}`,
    secrets: [`${secret}\n`],
  },
  'a secret with a space before it': { header: `t=${t},v1=${v1}`, secrets: [` ${secret}`] },
  'the secret without its prefix': { header: `t=${t},v1=${hmac(body, secret.slice(6), t)}` },
  'a body that was written again as JSON': {
    header: `t=${t},v1=${v1}`,
    body: Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 2)),
  },
  'a body with a line end after it': {
    header: `t=${t},v1=${v1}`,
    body: Buffer.concat([body, Buffer.from('\n')]),
  },
  'an empty body, well signed': { header: `t=${t},v1=${hmac('', secret, t)}`, body: Buffer.alloc(0) },
  'a byte order mark that was not signed': { header: `t=${t},v1=${v1}`, body: Buffer.concat([bom, body]) },
  'a byte order mark that was signed': {
    header: `t=${t},v1=${hmac(Buffer.concat([bom, body]), secret, t)}`,
    body: Buffer.concat([bom, body]),
  },
  'two byte order marks, one signed': {
    header: `t=${t},v1=${hmac(Buffer.concat([bom, body]), secret, t)}`,
    body: Buffer.concat([bom, bom, body]),
  },
  'bytes that are no UTF-8, signed as bytes': {
    header: `t=${t},v1=${hmac(broken, secret, t)}`,
    body: broken,
  },
  'bytes that are no UTF-8, signed as text': {
    header: `t=${t},v1=${hmac(broken.toString(), secret, t)}`,
    body: broken,
  },
  'letters beyond ASCII': {
    header: `t=${t},v1=${hmac('{"name":"Zoë 🦩\u2028"}', secret, t)}`,
    body: Buffer.from('{"name":"Zoë 🦩\u2028"}'),
  },
  'escapes instead of letters': {
    header: `t=${t},v1=${hmac('{"name":"Zo\\u00eb"}', secret, t)}`,
    body: Buffer.from('{"name":"Zoë"}'),
  },
  'uppercase hex': { header: `t=${t},v1=${v1.toUpperCase()}` },
  'base64 instead of hex': { header: `t=${t},v1=${Buffer.from(v1, 'hex').toString('base64')}` },
  'a space after the comma': { header: `t=${t}, v1=${v1}` },
  'a space before the comma': { header: `t=${t} ,v1=${v1}` },
  'a space before t': { header: ` t=${t},v1=${v1}` },
  'a space after the signature': { header: `t=${t},v1=${v1} ` },
  'spaces around the equals signs': { header: `t = ${t},v1 = ${v1}` },
  'a space before the time': { header: `t= ${t},v1=${v1}` },
  'no header': { header: undefined },
  'an empty header': { header: '' },
  'a header of commas': { header: ',,,' },
  'a header with nothing known in it': { header: 'hello=world' },
  'no t': { header: `v1=${v1}` },
  'no v1': { header: `t=${t}` },
  'a t without a value': { header: `t,v1=${v1}` },
  'a t that is a word': { header: `t=soon,v1=${hmac(body, secret, 'soon')}` },
  'a t with a fraction, signed as written': { header: `t=${t}.5,v1=${hmac(body, secret, `${t}.5`)}` },
  'a t with a fraction, signed whole': { header: `t=${t}.9,v1=${v1}` },
  'a t in exponents': { header: 't=1.8e9,v1=' + hmac(body, secret, '1.8e9') },
  'a t in hexadecimal': { header: `t=0x6b49d200,v1=${hmac(body, secret, '0x6b49d200')}` },
  'a t with a plus': { header: `t=+${t},v1=${v1}` },
  'a t with zeros before it': { header: `t=000${t},v1=${v1}` },
  'a t with letters after it': { header: `t=${t}abc,v1=${v1}` },
  'a t of minus one': { header: `t=-1,v1=${hmac(body, secret, -1)}` },
  'a negative t': { header: `t=-${t},v1=${hmac(body, secret, -t)}` },
  'a t of zero': { header: `t=0,v1=${hmac(body, secret, 0)}` },
  'a t in milliseconds of long ago': { header: `t=${t / 1000},v1=${hmac(body, secret, t / 1000)}` },
  'two t, the last one signed': { header: `t=1,t=${t},v1=${v1}` },
  'two t, the first one signed': { header: `t=${t},t=1,v1=${v1}` },
  'two t, the second after the signature': { header: `t=1,v1=${v1},t=${t}` },
  'an empty v1': { header: `t=${t},v1=` },
  'an empty v1 beside a good one': { header: `t=${t},v1=${v1},v1=` },
  'a v1 without an equals sign beside a good one': { header: `t=${t},v1,v1=${v1}` },
  'a v1 of the right length beyond ASCII': { header: `t=${t},v1=${'é'.repeat(64)}` },
  'the same beside a good one': { header: `t=${t},v1=${v1},v1=${'é'.repeat(64)}` },
  'a v1 of another length beyond ASCII beside a good one': { header: `t=${t},v1=é,v1=${v1}` },
  'a v1 with something after a second equals sign': { header: `t=${t},v1=${v1}=x` },
  'a v1 that is cut short': { header: `t=${t},v1=${v1.slice(0, 63)}` },
  'a v1 that is too long': { header: `t=${t},v1=${v1}0` },
  'V1 in capitals': { header: `t=${t},V1=${v1}` },
  'T in capitals': { header: `T=${t},v1=${v1}` },
  semicolons: { header: `t=${t};v1=${v1}` },
  'a header that came twice': { header: `t=${t},v1=${foreign}, t=${t},v1=${v1}` },
  'two thousand wrong ones and a good one': { header: `t=${t}${`,v1=${foreign}`.repeat(2000)},v1=${v1}` },
  'a very long header of nothing': { header: `t=${t},x=${'y'.repeat(200_000)},v1=${v1}` },
  'the oldest that is good': { header: `t=${t - 300},v1=${hmac(body, secret, t - 300)}` },
  'one second too old': { header: `t=${t - 301},v1=${hmac(body, secret, t - 301)}` },
  'the latest that is good': { header: `t=${t + 300},v1=${hmac(body, secret, t + 300)}` },
}

/** Here we are stricter than the SDK, which lets them in. */
const stricter: Record<string, Case> = {
  'one second too far in the future': { header: `t=${t + 301},v1=${hmac(body, secret, t + 301)}` },
  'a year in the future': { header: `t=${t + 31_536_000},v1=${hmac(body, secret, t + 31_536_000)}` },
  'milliseconds instead of seconds': { header: `t=${now},v1=${hmac(body, secret, now)}` },
  'no end of digits': { header: `t=${'9'.repeat(400)},v1=${hmac(body, secret, 'Infinity')}` },
  'a time that is no number': { header: `t=NaN,v1=${hmac(body, secret, 'NaN')}` },
}

function ours({ body: sent = body, header, secrets = [secret] }: Case): boolean {
  return typeof judgeSignature(sent, header, signingKeys(secrets), now) !== 'string' && isJson(sent)
}

/** The SDK's verdict is one on signature and JSON together. */
function isJson(sent: Buffer): boolean {
  try {
    JSON.parse(new TextDecoder().decode(sent))
    return true
  } catch {
    return false
  }
}

/** The SDK takes one secret: with several, one that matches is enough. */
function official({ body: sent = body, header, secrets = [secret] }: Case): boolean {
  return secrets.some((each) => {
    try {
      Stripe.webhooks.constructEvent(sent, header ?? '', each, 300, undefined, now)
      return true
    } catch {
      return false
    }
  })
}

describe('a signature is judged as by the official SDK', () => {
  test.each(Object.entries(cases))('%s', (_, one) => {
    expect(ours(one)).toBe(official(one))
  })

  test('and the cases are of both kinds', () => {
    const verdicts = Object.values(cases).map(official)
    expect(verdicts.filter((isGood) => isGood).length).toBeGreaterThan(15)
    expect(verdicts.filter((isGood) => !isGood).length).toBeGreaterThan(30)
  })
})

describe('a signature is refused although the SDK would let it in', () => {
  test.each(Object.entries(stricter))('%s', (_, one) => {
    expect(official(one)).toBe(true)
    expect(ours(one)).toBe(false)
  })
})

test('the verdict names what is wrong', () => {
  const say = (header: string | undefined) => judgeSignature(body, header, signingKeys([secret]), now)
  expect(say(undefined)).toBe('signature_missing')
  expect(say(`t=${t}`)).toBe('signature_missing')
  expect(say(`t=${t},v1=${foreign}`)).toBe('signature_wrong')
  expect(say(cases['one second too old']?.header)).toBe('signed_too_long_ago')
  expect(say(stricter['one second too far in the future']?.header)).toBe('signed_in_the_future')
})

test('changing any byte of the body or of the signature refuses it', () => {
  const header = `t=${t},v1=${v1}`
  fc.assert(
    fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = Buffer.from(body)
      changed[at] = (changed[at] ?? 0) ^ by
      expect(ours({ body: changed, header })).toBe(false)
    }),
    { numRuns: 500 },
  )
  fc.assert(
    fc.property(fc.nat(63), fc.integer({ min: 1, max: 127 }), (at, by) => {
      const changed = Buffer.from(v1)
      changed[at] = (changed[at] ?? 0) ^ by
      expect(ours({ header: `t=${t},v1=${changed.toString()}` })).toBe(false)
    }),
    { numRuns: 500 },
  )
})

test('any header and any body get the verdict of the SDK', () => {
  const part = fc.constantFrom(
    `t=${t}`,
    `v1=${v1}`,
    `v1=${foreign}`,
    't=1',
    'v0=x',
    'v1=',
    't=-1',
    ' ',
    '=',
    't',
    'v1',
  )
  const header = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(','))
  const sent = fc.oneof(fc.constant(body), fc.constant(Buffer.concat([bom, body])))
  fc.assert(
    fc.property(header, sent, (header, body) => {
      expect(ours({ header, body })).toBe(official({ header, body }))
    }),
    { numRuns: 1000 },
  )
})

test('what is kept is what was signed: no byte order mark, and nothing that is no UTF-8', () => {
  expect(signedBytes(body)).toBe(body)
  expect(Buffer.from(signedBytes(Buffer.concat([bom, body])) ?? []).equals(body)).toBe(true)
  expect(signedBytes(broken)).toBeNull()
})
