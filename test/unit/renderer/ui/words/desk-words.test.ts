import { describe, expect, it } from 'vitest'
import { businessesOf } from '../../../../../src/renderer/ui/words/desk-words.ts'
import { demoDesk } from '../../../../doubles/bridge/fake-bridge.ts'

const account = { ...demoDesk, kind: 'account', mode: 'test' } as const
const lacks = (desk: typeof demoDesk): unknown => businessesOf([desk])[0]?.lacks

describe('the mode of which a business has no desk', () => {
  it('is the other one of its account at Stripe', () => {
    expect(lacks(account)).toBe('live')
    expect(lacks({ ...account, mode: 'live' })).toBe('test')
  })

  it('is none for the demo and for a server at a base URL, which take no key of the other', () => {
    expect(lacks(demoDesk)).toBeNull()
    expect(lacks({ ...account, baseUrl: 'http://127.0.0.1:12111' })).toBeNull()
  })
})
