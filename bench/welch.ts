/** Whether two kinds of requests can be told apart by the time that they take. */
import { median } from './rounds.ts'

/** Times in milliseconds. */
export type Comparison = {
  /** The middle time of each kind. */
  readonly medians: readonly [number, number]
  /** Welch's t: how many standard errors the means are apart. */
  readonly t: number
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** The variance of a mean. */
const errorOf = (values: readonly number[], mean: number): number =>
  values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) / values.length

/** Compares times of two kinds, of at least two requests each. */
export function welch(one: number[], other: number[]): Comparison {
  const [first, second] = [meanOf(one), meanOf(other)]
  const t = (first - second) / Math.sqrt(errorOf(one, first) + errorOf(other, second))
  return { medians: [median(one), median(other)], t }
}

/**
 * Whether a difference is none by the criterion of dudect: medians closer than a millisecond or a twentieth, and a
 * statistic below 4.5.
 *
 * @see https://eprint.iacr.org/2016/1123
 */
export function isAlike({ medians: [one, other], t }: Comparison): boolean {
  const apart = Math.abs(one - other)
  return (apart <= 1 || apart <= 0.05 * Math.max(one, other)) && Math.abs(t) < 4.5
}
