// For all tests of components: what is waited for may take as long as a machine with other work needs.
import { configure } from '@testing-library/react'
import * as React from 'react'

configure({ asyncUtilTimeout: 20_000 })

// React's development build takes a stack trace of each element for people who debug, a fifth of what these tests cost. It stops at a number of
// them a second, which is already reached here.
const { __CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE: internals } =
  React as unknown as Record<string, object>
Object.defineProperty(internals, 'recentlyCreatedOwnerStacks', { get: () => Infinity, set: () => {} })
