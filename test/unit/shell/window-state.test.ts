// Where the window opens: as it was left, but never out of reach.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeWindow, smallest } from '../../../electron/shell/window-state.ts'

const laptop = { x: 0, y: 25, width: 1440, height: 875 }
const second = { x: 1440, y: 0, width: 1920, height: 1080 }
const saved = { x: 100, y: 100, width: 1300, height: 800, maximized: false }

describe('the window opens', () => {
  it('where it was left, on the screen it was left on', () => {
    expect(placeWindow(saved, [laptop])).toEqual(saved)
    const away = { ...saved, x: 1600, y: 40, maximized: true }
    expect(placeWindow(away, [laptop, second])).toEqual(away)
  })

  it('centred when its screen is gone', () => {
    expect(placeWindow({ ...saved, x: 1600 }, [laptop])).toEqual({
      width: 1300,
      height: 800,
      maximized: false,
    })
  })

  it('centred when its title bar would be above the screen or below it', () => {
    expect(placeWindow({ ...saved, y: -40 }, [laptop])).not.toHaveProperty('x')
    expect(placeWindow({ ...saved, y: 890 }, [laptop])).not.toHaveProperty('x')
  })

  it('centred when it would leave the screen by being made smaller', () => {
    expect(placeWindow({ ...saved, x: -2_500, width: 3_000 }, [laptop])).not.toHaveProperty('x')
  })

  it('no larger than the screen and no smaller than the page can be used', () => {
    expect(placeWindow({ ...saved, width: 9_000, height: 9_000 }, [laptop])).toMatchObject({
      width: laptop.width,
      height: laptop.height,
    })
    expect(placeWindow({ ...saved, width: 10, height: 10 }, [laptop])).toMatchObject(smallest)
  })

  it.each([
    undefined,
    null,
    'garbage',
    {},
    [],
    { ...saved, x: Number.NaN },
    { ...saved, width: -5 },
    { ...saved, y: '1' },
  ])('at its usual size when the file holds %j', (garbage) => {
    expect(placeWindow(garbage, [laptop])).toEqual({ width: 1280, height: 800, maximized: false })
  })

  it('within reach of a hand, whatever was saved and whatever screens there are', () => {
    const number = fc.integer({ min: -5_000, max: 5_000 })
    const size = fc.integer({ min: 1, max: 5_000 })
    const rectangle = fc.record({ x: number, y: number, width: size, height: size })
    fc.assert(
      fc.property(rectangle, fc.array(rectangle, { minLength: 1, maxLength: 3 }), (bounds, areas) => {
        const { x, y, width } = placeWindow({ ...bounds, maximized: false }, areas)
        if (x === undefined || y === undefined) return
        const reachable = areas.some(
          (area) => y >= area.y && y < area.y + area.height && x < area.x + area.width && x + width > area.x,
        )
        expect(reachable).toBe(true)
      }),
    )
  })
})
