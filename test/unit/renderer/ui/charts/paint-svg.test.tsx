// @vitest-environment jsdom
// A drawing is painted as it stands, without what only passes over it.
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { paintSvg } from '../../../../../src/renderer/ui/charts/paint-svg.ts'

afterEach(cleanup)

/** Writes down what is painted. */
function recorder() {
  const painted: string[] = []
  const note =
    (name: string) =>
    (...values: unknown[]): void =>
      void painted.push(`${name} ${values.join(' ')}`)
  const context = {
    ...Object.fromEntries(
      ['save', 'restore', 'beginPath', 'clip', 'rect', 'moveTo', 'lineTo', 'stroke', 'setLineDash'].map(
        (name) => [name, () => undefined],
      ),
    ),
    fillRect: note('fill'),
    strokeRect: note('frame'),
    fillText: note('word'),
  }
  return { painted, context: context as unknown as CanvasRenderingContext2D }
}

it('paints columns and words where they stand, and nothing of the pointer or the definitions', () => {
  const { container } = render(
    <svg>
      <defs>
        <pattern id="stripes">
          <rect width={5} height={5} />
        </pattern>
      </defs>
      <rect data-picture="no" x={9} y={9} width={9} height={9} />
      <g data-picture="no">
        <rect x={8} y={8} width={8} height={8} />
      </g>
      <rect x={10} y={20} width={30} height={40} style={{ fill: 'rgb(1, 2, 3)' }} />
      <text x={5} y={6}>
        20k
      </text>
    </svg>,
  )
  const { painted, context } = recorder()
  paintSvg(container.querySelector('svg')!, context)
  expect(painted).toEqual(['fill 10 20 30 40', 'word 20k 5 6'])
})
