// What a pasted text is, by its form alone.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { classifyKey, explainKeyRefusal, isSimulatedLiveKey } from '../../../src/domain/keys.ts'

test.each([
  ['sk_test_51Abcdefghij', 'secret', 'test'],
  ['rk_test_51Abcdefghij', 'restricted', 'test'],
  ['sk_live_51Abcdefghij', 'secret', 'live'],
  ['  rk_live_51Abcdefghij\n', 'restricted', 'live'],
])('%j is usable', (key, type, mode) => {
  expect(classifyKey(key)).toEqual({ kind: 'usable', type, mode })
})

test.each([
  ['', 'empty'],
  [' \n', 'empty'],
  ['pk_test_51Abcdefghij', 'publishable'],
  ['pk_live_51Abcdefghij', 'publishable'],
  ['whsec_51Abcdefghij', 'webhook_secret'],
  ['sk_org_live_51Abcdefghij', 'organization'],
  ['ek_test_51Abcdefghij', 'ephemeral'],
  ['SK_TEST_51Abcdefghij', 'wrong_prefix'],
  ['sk_51Abcdefghij', 'wrong_prefix'],
  ['acct_51Abcdefghij', 'wrong_prefix'],
  ['Bearer sk_test_51Abcdefghij', 'wrong_prefix'],
  ['sk_test_51A•••••••Zz', 'masked'],
  ['rk_live_...abcdefghij', 'masked'],
  ['sk_test_***********1234', 'masked'],
  ['sk_test_51Abc defghijkl', 'bad_characters'],
  ['sk_test_51Abc\ndefghijkl', 'bad_characters'],
  ['sk_test_51Abcdefghij"', 'bad_characters'],
  ['sk_test_51А̀bcdefghij', 'bad_characters'],
  ['sk_test_short', 'too_short'],
])('%j is refused as %s, in words that do not repeat it', (pasted, reason) => {
  const judged = classifyKey(pasted)
  expect(judged).toEqual({ kind: 'refused', reason })
  const words = explainKeyRefusal(reason as never)
  expect(words.length).toBeGreaterThan(10)
  expect(words.includes(pasted.trim()) && pasted.trim().length > 4).toBe(false)
})

const keyLike = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.stringMatching(/^ ?(sk|rk|pk|ek)_(test|live|org)_[A-Za-z0-9_*. ]{0,20}$/),
)

test('whatever is pasted is judged, and only the four prefixes are ever usable', () => {
  fc.assert(
    fc.property(keyLike, (pasted) => {
      const judged = classifyKey(pasted)
      const isKey = /^(sk|rk)_(test|live)_[A-Za-z0-9_]{10,}$/.test(pasted.trim())
      expect(judged.kind === 'usable').toBe(isKey && !pasted.trim().startsWith('sk_org_'))
      expect(judged.kind === 'usable' || explainKeyRefusal(judged.reason) !== '').toBe(true)
    }),
  )
})

test('no live key of Stripe’s is taken for one of the simulator’s', () => {
  for (const key of ['sk_live_sim_51abcdefghij', ' rk_live_sim_51abcdefghij '])
    expect(isSimulatedLiveKey(key)).toBe(true)
  for (const key of [
    'sk_live_51abcdefghij',
    'rk_live_51abcdefghij',
    'sk_live_51sk_live_sim_a',
    'sk_live_simabcdefghij',
    'sk_test_sim_51abcdefghij',
  ])
    expect(isSimulatedLiveKey(key)).toBe(false)
})
