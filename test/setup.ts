// For all tests in Node: what is waited for may take as long as a machine with other work needs, where nothing else is said.
import { vi } from 'vitest'

const { waitFor } = vi
vi.waitFor = (callback, options = 20_000) => waitFor(callback, options)
