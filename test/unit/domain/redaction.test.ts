// Nothing secret leaves through a text or a kept object.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keepable, redact } from '../../../src/domain/redaction.ts'

const secrets = [
  'sk_test_51AbcDEF0123456789',
  'rk_live_51AbcDEF0123456789',
  'sk_org_live_51AbcDEF0123456789',
  'ek_test_51AbcDEF0123456789',
  'whsec_AbcDEF0123456789+/=',
  'pi_3AbcDEF_secret_XyZ0123456789',
  'seti_1AbcDEF_secret_XyZ0123456789',
  'cs_test_a1AbcDEF_secret_XyZ0123456789',
]

describe('a text', () => {
  test.each(secrets)('loses %s wherever it stands', (secret) => {
    const tail = secret.slice(-8)
    for (const around of [
      '%',
      'Invalid key: %.',
      '{"key":"%"}',
      'my_%',
      'x%',
      'https://h/?key=%&a=1',
      '(%)',
      '%\n%',
    ]) {
      expect(redact(around.replaceAll('%', secret))).not.toContain(tail)
    }
  })

  test('loses the authorization header in every spelling', () => {
    for (const header of [
      'Authorization: Bearer abcDEF0123456789',
      'authorization=basic YWJjREVGMDEyMzQ1Njc4OQ==',
      '{"Authorization":"Bearer abcDEF0123456789"}',
      "'authorization': 'Basic YWJjREVGMDEyMzQ1Njc4OQ=='",
    ]) {
      expect(redact(header)).not.toMatch(/abcDEF|YWJjREVG/)
    }
  })

  test('keeps its other words', () => {
    const text = 'No such payment_intent: pi_3Abc; request req_1Abc, account acct_1Abc, pk_test_abc'
    expect(redact(text)).toBe(text)
  })

  test('loses a key amid anything', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom(...secrets), (before, after, secret) => {
        expect(redact(`${before}${secret} ${after}`)).not.toContain(secret)
      }),
    )
  })
})

describe('an object that is kept', () => {
  const card = {
    brand: 'visa',
    last4: '4242',
    exp_month: 4,
    exp_year: 2030,
    fingerprint: 'abc',
    country: 'US',
    funding: 'credit',
    iin: '424242',
    issuer: 'Bank',
    number: '4242424242424242',
    cvc: '123',
    checks: { cvc_check: 'pass' },
    network_token: { used: true },
    wallet: { type: 'apple_pay', dynamic_last4: '9999', apple_pay: { token: 'x' } },
  }

  test('reduces a card that is an object of its own as well', () => {
    const source = {
      id: 'card_1',
      object: 'card',
      customer: 'cus_1',
      brand: 'Visa',
      last4: '4242',
      cvc_check: 'pass',
    }
    const { cvc_check: _, ...kept } = source
    expect(keepable({ ...source, address_line1: '1 Main Street', address_zip: '12345' })).toEqual(kept)
  })

  test('has of a card only what support needs, at every depth', () => {
    const kept = JSON.stringify(
      keepable({ charges: [{ payment_method_details: { type: 'card', card } }], card_present: card }),
    )
    for (const gone of ['424242', 'Bank', '123', 'checks', 'network_token', '9999', 'token']) {
      expect(kept).not.toContain(gone)
    }
    expect(JSON.parse(kept).charges[0].payment_method_details.card).toEqual({
      brand: 'visa',
      last4: '4242',
      exp_month: 4,
      exp_year: 2030,
      fingerprint: 'abc',
      country: 'US',
      funding: 'credit',
      wallet: { type: 'apple_pay' },
    })
  })

  test('has no client secret, next action or hosted receipt, and no key inside its texts', () => {
    const kept = JSON.stringify(
      keepable({
        id: 'pi_1',
        client_secret: 'pi_1_secret_abc',
        next_action: { redirect_to_url: { url: 'https://hooks.stripe.com/redirect/x' } },
        charge: { receipt_url: 'https://pay.stripe.com/receipts/x' },
        metadata: { note: 'our key is sk_test_51AbcDEF0123456789' },
      }),
    )
    expect(kept).not.toMatch(/_secret_|redirect|receipts|sk_test_51/)
    expect(kept).toContain('our key is')
  })

  test('keeps everything else as it came, and does not change its argument', () => {
    const plain = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('_'))
    fc.assert(
      fc.property(plain, (value) => {
        const before = JSON.stringify(value)
        const dropped = /"(client_secret|next_action|number|cvc|iin|issuer|receipt_url|card)":/.test(before)
        expect(dropped || JSON.stringify(keepable(value)) === before).toBe(true)
        expect(JSON.stringify(value)).toBe(before)
      }),
    )
  })
})
