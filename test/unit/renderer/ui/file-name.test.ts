// What a saved file is called: of which desk and mode it is, in letters that every disk takes.
import { expect, test } from 'vitest'
import { schemas } from '../../../../src/contract/schemas.ts'
import { fileNameOf } from '../../../../src/renderer/ui/file-name.ts'
import { demoDesk } from '../../../doubles/bridge/fake-bridge.ts'

const day = new Date(2026, 10, 26)
const live = { ...demoDesk, kind: 'account', mode: 'live', accountId: 'acct_1' } as const

test('tells the desk and its mode, so that live is never taken for test', () => {
  const desk = { ...live, businessName: 'Café Žižkov & Co.' }
  expect(fileNameOf(desk, 'payments', day)).toBe('payments-cafe-zizkov-co-live-2026-11-26.csv')
  expect(fileNameOf({ ...desk, mode: 'test' }, 'Net by day', day)).toBe(
    'net-by-day-cafe-zizkov-co-test-2026-11-26.csv',
  )
})

test('tells the account where the name has no letter that can be kept', () => {
  expect(fileNameOf({ ...live, businessName: '日本橋' }, 'payments', day)).toBe(
    'payments-acct_1-live-2026-11-26.csv',
  )
})

test('is always one that can be saved under', () => {
  const name = fileNameOf({ ...live, businessName: 'é'.repeat(200) }, 'w '.repeat(200), day)
  expect(schemas['text.save'].request.safeParse({ fileName: name, text: '' }).success).toBe(true)
})
