// Which deliveries are let in, as a table: one thing wrong in each row, and what is said of two wrong things at once.
import { describe, expect, test } from 'vitest'
import {
  judgeEvent,
  judgeHead,
  judgeSigned,
  LARGEST_BODY,
  loopbackHosts,
} from '../../../../electron/engine/webhook/admission.ts'
import type { Head, ListeningDesk } from '../../../../electron/engine/webhook/admission.ts'
import { refusals } from '../../../../electron/engine/webhook/refusals.ts'
import { signingKeys } from '../../../../electron/engine/webhook/signature.ts'
import { anEvent, signed } from '../../../integration/webhook/intake.support.ts'

const secret = 'whsec_admission'
const desk: ListeningDesk = {
  deskId: 'desk',
  path: '/webhooks/x',
  livemode: false,
  accountId: 'acct_1',
  keys: signingKeys([secret]),
}
const hosts = loopbackHosts(47113)

function head(differing: Record<string, string | undefined> = {}, method = 'POST'): Head {
  return { method, headers: { host: '127.0.0.1:47113', 'content-type': 'application/json', ...differing } }
}

describe('a head', () => {
  test.each<[string, Head, string | null]>([
    ['as Stripe sends it', head({ 'content-type': 'application/json; charset=utf-8' }), null],
    ['with capitals in the content type', head({ 'content-type': 'Application/JSON' }), null],
    ['to localhost', head({ host: 'localhost:47113' }), null],
    ['to LOCALHOST', head({ host: 'LOCALHOST:47113' }), null],
    ['to [::1]', head({ host: '[::1]:47113' }), null],
    ['that says identity', head({ 'content-encoding': 'identity' }), null],
    ['of exactly the largest size', head({ 'content-length': String(LARGEST_BODY) }), null],
    ['of a GET', head({}, 'GET'), 'method'],
    ['of an OPTIONS, as a web page asks first', head({}, 'OPTIONS'), 'method'],
    ['without a Host', head({ host: undefined }), 'host'],
    ['with an empty Host', head({ host: '' }), 'host'],
    ['with the name of a web page that was pointed here', head({ host: 'evil.example:47113' }), 'host'],
    ['with another port', head({ host: '127.0.0.1:80' }), 'host'],
    ['without a port', head({ host: '127.0.0.1' }), 'host'],
    ['with a name that only begins well', head({ host: 'localhost:47113.evil.example' }), 'host'],
    ['with another loopback address', head({ host: '127.0.0.2:47113' }), 'host'],
    ['that waits to be asked for its body', head({ expect: '100-Continue' }), null],
    ['that expects anything else', head({ expect: 'the-unexpected' }), 'expectation'],
    ['without a content type', head({ 'content-type': undefined }), 'content_type'],
    ['of a form', head({ 'content-type': 'application/x-www-form-urlencoded' }), 'content_type'],
    [
      'of plain text, which a web page may send unasked',
      head({ 'content-type': 'text/plain' }),
      'content_type',
    ],
    [
      'of something that only begins like JSON',
      head({ 'content-type': 'application/jsonp' }),
      'content_type',
    ],
    ['that announces one byte too many', head({ 'content-length': String(LARGEST_BODY + 1) }), 'too_large'],
    ['of a compressed body', head({ 'content-encoding': 'gzip' }), 'content_encoding'],
    ['of a body compressed twice', head({ 'content-encoding': 'gzip, identity' }), 'content_encoding'],
  ])('%s', (_, given, expected) => {
    expect(judgeHead(given, desk, hosts)).toBe(expected)
  })

  test('is judged in this order: method, path, host, content type, size, encoding', () => {
    const wrong = { host: 'x', 'content-type': 'x', 'content-length': '99999999', 'content-encoding': 'gzip' }
    expect(judgeHead(head(wrong, 'GET'), undefined, hosts)).toBe('method')
    expect(judgeHead(head(wrong), undefined, hosts)).toBe('path')
    expect(judgeHead(head(wrong), desk, hosts)).toBe('host')
    expect(judgeHead(head({ ...wrong, host: 'localhost:47113' }), desk, hosts)).toBe('content_type')
    const { host: _, 'content-type': __, ...large } = wrong
    expect(judgeHead(head(large), desk, hosts)).toBe('too_large')
  })
})

function judged(body: Buffer, of: Partial<ListeningDesk> = {}): string {
  const bySignature = judgeSigned(body, signed(body, secret), { ...desk, ...of }, Date.now())
  if (!bySignature.ok) return bySignature.reason
  const byContent = judgeEvent(bySignature.stored, { ...desk, ...of })
  return byContent.ok ? 'let in' : byContent.reason
}

const text = (value: string): Buffer => Buffer.from(value)

describe('a well signed body', () => {
  test.each<[string, Buffer, string]>([
    ['of an event', anEvent(), 'let in'],
    ['of this account', anEvent({ account: 'acct_1' }), 'let in'],
    ['of no account', anEvent({ account: null }), 'let in'],
    ['of a type nobody knows', anEvent({ type: 'moon.landed' }), 'let in'],
    ['of an event of 2014, with other fields', anEvent({ user_id: 'acct_1', object: undefined }), 'let in'],
    ['of a thin event', anEvent({ object: 'v2.core.event' }), 'let in'],
    ['with a byte order mark that was not signed', anEvent(), 'let in'],
    ['of the other mode', anEvent({ livemode: true }), 'other_mode'],
    ['of another account', anEvent({ account: 'acct_2' }), 'other_account'],
    ['of an account with an empty name', anEvent({ account: '' }), 'other_account'],
    ['of an organization’s destination, of this account', anEvent({ context: 'acct_1' }), 'let in'],
    ['of an organization’s destination, of another account', anEvent({ context: 'acct_2' }), 'other_account'],
    [
      'of an organization’s destination, of an account connected to this one',
      anEvent({ context: 'acct_1/acct_2' }),
      'other_account',
    ],
    ['of an organization’s destination, by its whole path', anEvent({ context: 'org_1/acct_1' }), 'let in'],
    [
      'of a thin event of another account',
      anEvent({ object: 'v2.core.event', context: 'acct_2' }),
      'other_account',
    ],
    ['of a thin event without a context', anEvent({ object: 'v2.core.event', context: null }), 'let in'],
    ['that is no JSON', text('{"id":'), 'not_json'],
    ['that is an array', text(`[${anEvent().toString()}]`), 'not_json'],
    ['that is a string', text('"evt_1"'), 'not_json'],
    ['that is null', text('null'), 'not_json'],
    ['without an id', anEvent({ id: undefined }), 'not_an_event'],
    ['with an empty id', anEvent({ id: '' }), 'not_an_event'],
    ['with a number for an id', anEvent({ id: 7 }), 'not_an_event'],
    ['without a type', anEvent({ type: undefined }), 'not_an_event'],
    ['without livemode', anEvent({ livemode: undefined }), 'not_an_event'],
    ['with a word for livemode', anEvent({ livemode: 'false' }), 'not_an_event'],
  ])('%s', (_, body, expected) => {
    expect(judged(body)).toBe(expected)
  })

  test('that is no UTF-8 is refused, even when its text was signed', () => {
    const body = Buffer.concat([
      text('{"id":"evt_'),
      Buffer.from([0xff]),
      text('","type":"t","livemode":false}'),
    ])
    const result = judgeSigned(body, signed(text(body.toString()), secret), desk, Date.now())
    expect(result).toEqual({ ok: false, reason: 'not_json' })
  })

  test('is kept without a byte order mark', () => {
    const body = anEvent()
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body])
    const result = judgeSigned(marked, signed(body, secret), desk, Date.now())
    expect(result.ok && Buffer.from(result.stored).equals(body)).toBe(true)
  })

  test('is refused where no secret is entered', () => {
    expect(judged(anEvent(), { keys: signingKeys([]) })).toBe('no_secret')
    expect(judged(anEvent(), { keys: signingKeys(['  ']) })).toBe('no_secret')
  })

  test('is known by the first secret that signed it', () => {
    const [old, renewed] = signingKeys([secret, 'whsec_admission_new'])
    const both = { keys: [old!, renewed!] }
    const body = anEvent()
    const signerOf = (signature: string) => {
      const judgedSigned = judgeSigned(body, signature, both, Date.now())
      return judgedSigned.ok ? judgedSigned.signer : judgedSigned.reason
    }
    const ofNew = signed(body, 'whsec_admission_new')
    expect(signerOf(signed(body, secret))).toBe(old)
    expect(signerOf(ofNew)).toBe(renewed)
    // During a roll Stripe signs with both.
    expect(signerOf(`${ofNew},${signed(body, secret).split(',')[1]}`)).toBe(old)
    expect(signerOf(signed(body, 'whsec_nobody'))).toBe('signature_wrong')
  })

  test('is judged by its signature before anything in it is read', () => {
    expect(judgeSigned(text('{'), 't=1,v1=x', desk, Date.now())).toEqual({
      ok: false,
      reason: 'signature_wrong',
    })
  })
})

test('every refusal is an answer that makes Stripe send again, in plain ASCII', () => {
  for (const { status, text } of Object.values(refusals)) {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(text).toMatch(/^[\x20-\x7e]+$/)
  }
})
