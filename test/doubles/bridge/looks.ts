// What a picture is taken of: a place over a made-up desk, and what is done there first.
import type { Page } from 'playwright-core'
import type { FakeOptions } from './fake-bridge.ts'

export interface Look {
  name: string
  place?: string
  options?: FakeOptions
  width?: number
  height?: number
  /** As with the high contrast of the system. */
  forcedColors?: true
  act?: (page: Page) => Promise<void>
}
