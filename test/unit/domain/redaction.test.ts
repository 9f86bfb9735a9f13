// Nothing secret leaves through a text or a kept object.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keepable, mentionsCardNumber, redact, withoutLongNumbers } from '../../../src/domain/redaction.ts'

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

  test('has the number of an invoice and its like', () => {
    for (const number of ['ABCD-0001', 'A1B2C3D4-0001', '12345678-0001', '2026-000000018', 'INV 7', null]) {
      for (const object of ['invoice', 'credit_note', 'quote'])
        expect(keepable({ object, number })).toEqual({ object, number })
    }
    expect(keepable({ type: 'invoice.finalized', data: { previous_attributes: { number: null } } })).toEqual({
      type: 'invoice.finalized',
      data: { previous_attributes: { number: null } },
    })
  })

  test('has no number of anything else', () => {
    for (const parent of [
      { card: { number: '4242' } },
      { us_bank_account: { number: '000123456789' } },
      { object: 'source', number: 'ABCD-0001' },
      { document: { number: 'C01X00T47' } },
      { object: 'invoice', number: 4_242_424_242_424_242 },
    ])
      expect(JSON.stringify(keepable(parent))).not.toContain('number')
  })

  test('never has a card’s number where one stands, whatever it stands in and however it is written', () => {
    const begins = [
      '4',
      '51',
      '55',
      '2221',
      '2720',
      '34',
      '37',
      '36',
      '6011',
      '65',
      '3528',
      '62',
      '5018',
      '6759',
    ]
    const cardNumber = fc
      .record({
        begin: fc.constantFrom(...begins),
        length: fc.integer({ min: 12, max: 19 }),
        rest: fc.array(fc.nat(9), { minLength: 19, maxLength: 19 }),
      })
      .filter(({ begin, length }) => length > 12 || /^[56]/.test(begin))
      .map(({ begin, length, rest }) => {
        const body = (begin + rest.join('')).slice(0, length - 1)
        return Array.from('0123456789', (check) => body + check).find(luhn)!
      })
    const written = fc.oneof(
      fc
        .record({
          digits: cardNumber,
          gap: fc.constantFrom('', ' ', '-', '.', ' - '),
          every: fc.integer({ min: 1, max: 6 }),
        })
        .map(({ digits, gap, every }) => ({
          digits,
          value: digits.replaceAll(new RegExp(`(\\d{${every}})(?=\\d)`, 'g'), `$1${gap}`) as string | number,
        })),
      fc
        .record({
          digits: cardNumber,
          before: fc.constantFrom('No. ', '1-', 'x'),
          after: fc.constantFrom('', '-0', ' y'),
        })
        .map(({ digits, before, after }) => ({ digits, value: `${before}${digits}${after}` })),
      cardNumber.filter((digits) => digits.length <= 15).map((digits) => ({ digits, value: Number(digits) })),
    )
    const object = fc.constantFrom(
      'invoice',
      'credit_note',
      'quote',
      'card',
      'source',
      'bank_account',
      'customer',
    )
    const place = fc.constantFrom(
      'card',
      'card_present',
      'us_bank_account',
      'sources',
      'number',
      'data',
      'invoice',
    )
    fc.assert(
      fc.property(written, object, place, place, ({ digits, value }, word, inner, outer) => {
        const holder = { object: word, number: value }
        const kept = JSON.stringify(
          keepable({ [outer]: [{ [inner]: holder }, { ...holder, last4: '4242' }], number: value }),
        )
        expect(kept.replaceAll(/\D/g, '')).not.toContain(digits)
      }),
    )
  })

  test('has no number of an invoice that begins or ends with the longest card’s', () => {
    const longest = '6011000000000000001'
    expect(luhn(longest)).toBe(true)
    for (const number of [longest, `7${longest}`, `${longest}7`])
      expect(keepable({ object: 'invoice', number })).toEqual({ object: 'invoice' })
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
    expect(keepable({ id: 'pi_1', client_secret: { value: 'abc' } })).toEqual({ id: 'pi_1' })
    expect(kept).toContain('our key is')
  })

  test('has no secret of any name, no number of an account, and no key in the name of a field', () => {
    const key = 'sk_test_51AbcDEF0123456789'
    expect(
      keepable({
        customer_session_client_secret: 'cuss_1',
        ephemeralKey: { secret: 'abc', id: 'ephkey_1' },
        us_bank_account: { account_number: '000123456789', last4: '6789' },
        metadata: { [key]: 'x', secret: 'word' },
        is_secret: false,
        inline: { cvc: '123', iin: '424242', issuer: 'Bank' },
      }),
    ).toEqual({
      ephemeralKey: { id: 'ephkey_1' },
      us_bank_account: { last4: '6789' },
      metadata: { 'sk_test_[redacted]': 'x' },
      is_secret: false,
      inline: {},
    })
  })

  test('keeps exact decimals as Stripe writes them, and leaves out what has no value', () => {
    const exact = { toJSON: () => '0.0050' }
    const kept = keepable({ unit_amount_decimal: exact, tiers: [{ flat: exact }], nothing: undefined })
    expect(kept).toEqual({ unit_amount_decimal: '0.0050', tiers: [{ flat: '0.0050' }] })
    expect(Object.keys(kept as object)).not.toContain('nothing')
  })

  test('keeps everything else as it came, and does not change its argument', () => {
    const plain = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('_'))
    fc.assert(
      fc.property(plain, (value) => {
        const before = JSON.stringify(value)
        const dropped = /"(secret|account_number|next_action|number|cvc|iin|issuer|receipt_url|card)":/.test(
          before,
        )
        expect(dropped || JSON.stringify(keepable(value)) === before).toBe(true)
        expect(JSON.stringify(value)).toBe(before)
      }),
    )
  })
})

/** The last digit of a card's number checks the others. */
function luhn(digits: string): boolean {
  let sum = 0
  for (const [index, digit] of Array.from(digits, Number).toReversed().entries())
    sum += index % 2 === 0 ? digit : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][digit]!
  return sum % 10 === 0
}

test.each([12, 13, 16, 18, 19])('%i digits are taken out of a text that nothing is known about', (length) => {
  const digits = '4123456789012345678'.slice(0, length)
  for (const written of [digits, digits.replaceAll(/\d{4}(?=\d)/g, '$& '), digits.split('').join('-')])
    expect(withoutLongNumbers(`no ${written}, 12345678901`)).toBe('no [redacted number], 12345678901')
})

describe('a card’s number in a text', () => {
  test.each([
    '4242424242424242',
    'card 4242 4242 4242 4242, 11/28',
    '4242 4242 4242 4242 11 28 123',
    'amex 3782-822463-10005.',
    'order 17 5555 5555 5555 4444',
  ])('is seen in %j', (text) => {
    expect(mentionsCardNumber(text)).toBe(true)
  })

  test.each([
    '',
    'last4 4242',
    'pi_3QabcDEF4242424242',
    '2026-11-25 14:03:20, 49.90 and 20.00',
    'DE89 3704 0044 0532 0130 00',
    'call +49 30 901820',
    '74537604221431003881865',
    '4242424242424241',
    '1 '.repeat(2000),
  ])('is not seen in %j', (text) => {
    expect(mentionsCardNumber(text)).toBe(false)
  })
})
