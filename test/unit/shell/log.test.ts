// The log: redacted, one line for each entry, in order, and never larger than it may be.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLog } from '../../../electron/shell/log.ts'
import { redact } from '../../../src/domain/redaction.ts'
import { temporaryFolder } from './folder.ts'

const canary = 'sk_test_51CanaryCanaryCanary'

describe('the log', () => {
  it('writes each entry as one dated line, in order', async () => {
    const here = temporaryFolder()
    const log = createLog({ folder: here, redact, now: () => 0 })
    log.info('first')
    log.warn('second\n1970-01-01T00:00:00.000Z info forged')
    await log.flush()
    log.error('third')
    await log.flush()
    expect(readFileSync(join(here, 'main.log'), 'utf8').split('\n')).toEqual([
      '1970-01-01T00:00:00.000Z info first',
      '1970-01-01T00:00:00.000Z warn second | 1970-01-01T00:00:00.000Z info forged',
      '1970-01-01T00:00:00.000Z error third',
      '',
    ])
  })

  it('lets no key through, not in a text, not in an exception, not across the cut', async () => {
    const here = temporaryFolder()
    const log = createLog({ folder: here, redact })
    log.info(`key ${canary}`)
    log.error('failed', new Error(`with ${canary}`))
    log.error('failed', canary)
    log.error('failed', { key: canary })
    log.info(`${'x'.repeat(3_970)} ${canary}`)
    await log.flush()
    const text = readFileSync(join(here, 'main.log'), 'utf8')
    expect(text).not.toContain('Canary')
    expect(text.split('\n').length).toBe(6)
  })

  it('keeps three files of its size and no more', async () => {
    const here = temporaryFolder()
    const log = createLog({ folder: here, redact, maxBytes: 200 })
    for (let entry = 0; entry < 30; entry += 1) {
      log.info(`entry ${entry}`)
      await log.flush()
    }
    expect(readdirSync(here).toSorted()).toEqual(['main.1.log', 'main.2.log', 'main.log'])
    for (const name of readdirSync(here)) expect(statSync(join(here, name)).size).toBeLessThan(300)
    expect(readFileSync(join(here, 'main.log'), 'utf8')).toContain('entry 29')
  })

  it('does not fail where it cannot write', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const log = createLog({ folder: join(file, 'logs'), redact })
    log.info('lost')
    await expect(log.flush()).resolves.toBeUndefined()
  })
})
