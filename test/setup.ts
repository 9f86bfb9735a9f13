// For all tests in Node: what is waited for may take as long as a machine with other work needs, where nothing else is said; and the stacks of
// requests, which nobody reads, cost little.
import { vi } from 'vitest'

const { waitFor } = vi
vi.waitFor = (callback, options = 20_000) => waitFor(callback, options)

// Stripe's library reads the stack of every request, in case it fails. To find each frame in the sources, as vitest has it done, takes a fifth
// of the time of a whole request: of these alone the frames are told as they run.
const { prepareStackTrace: inTheSources } = Error
if (inTheSources !== undefined && inTheSources.name !== 'asTheyRun')
  Error.prepareStackTrace = function asTheyRun(error, frames) {
    if (frames[0]?.getFileName()?.includes('/node_modules/stripe/') !== true)
      return inTheSources(error, frames)
    const places = frames.map((frame) => `${frame.getFileName()}:${frame.getLineNumber()}`)
    return [String(error), ...places].join('\n    at ')
  }
