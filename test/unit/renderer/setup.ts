// For all tests of components: what is waited for may take as long as a machine with other work needs.
import { configure } from '@testing-library/react'

configure({ asyncUtilTimeout: 20_000 })
