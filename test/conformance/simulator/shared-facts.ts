// Stripe's facts, where they stand beside the project: schemas, operations, recorded exchanges. Without them the conformance checks skip, and say so.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const factsFolder = join(import.meta.dirname, '../../../../shared/stripe')

export const hasFacts = existsSync(factsFolder)
if (!hasFacts) process.stderr.write('Conformance skipped: ../shared/stripe is not here.\n')

/** The file parsed; the shape is for the caller to claim, and checked by what the test does with it. */
export const fact = (path: string): unknown =>
  JSON.parse(readFileSync(join(factsFolder, path), 'utf8')) as unknown
