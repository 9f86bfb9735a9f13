// The codes known here are Stripe's, and what Stripe asks to be masked is.
import { expect, test } from 'vitest'
import { declineCodes } from '../../../src/domain/decline-codes.ts'
import { stripeAdviceOf } from '../../../src/domain/network-advice.ts'
import { fact, hasFacts } from '../simulator/shared-facts.ts'

interface Table {
  mask_to_customer: string[]
  rows: { code: string }[]
}

test.skipIf(!hasFacts)('every code of Stripe’s table is known, and no other', () => {
  const { rows } = fact('tables/decline_codes.json') as Table
  expect(declineCodes.map(({ code }) => code).toSorted()).toEqual(rows.map(({ code }) => code).toSorted())
})

test.skipIf(!hasFacts)('the masked ones are those that Stripe names', () => {
  const { mask_to_customer: masked } = fact('tables/decline_codes.json') as Table
  const ours = declineCodes.filter((known) => known.masked).map(({ code }) => code)
  expect(ours.toSorted()).toEqual(masked.toSorted())
})

test.skipIf(!hasFacts)('every advice code of the schemas is known', () => {
  const { $defs } = fact('endive/resources.schema.json') as { $defs: Record<string, unknown> }
  const codes = new Set(
    [
      ...JSON.stringify($defs['charge']).matchAll(
        /"advice_code":\{[^[]*\[\{[^[]*"x-known-values":\[([^\]]*)\]/g,
      ),
    ].flatMap(([, values]) => JSON.parse(`[${values}]`) as string[]),
  )
  expect(codes.size).toBe(3)
  for (const code of codes) expect(stripeAdviceOf(code)).not.toBeNull()
})
