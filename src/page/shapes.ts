import type { NodeFact } from '../protocol/facts';
import { LIMITS } from '../protocol/facts';
import { add, bare, slice } from './natives';

/** What voice detectors are made of, counted by shape. */
export const createShapes = () => {
  const byShape = bare<Record<string, NodeFact>>();
  const list: NodeFact[] = [];
  let dirty = false;

  const factOf = (shape: string): NodeFact => {
    // A page may make up a name for each node: past the limit they all count as one.
    const key = list.length < LIMITS.nodes ? slice(shape, [0, LIMITS.shape]) : '';
    let fact = byShape[shape] ?? byShape[key];
    if (!fact) {
      fact = { shape: key, created: 0, live: 0 };
      byShape[key] = fact;
      add(list, fact);
    }
    return fact;
  };

  return {
    /** One more: gives back what tells its shape, and whether it is there. */
    node(changed: () => void): (shape: string, live: boolean) => void {
      let at: NodeFact | undefined;
      let is = false;
      return (shape, live) => {
        const fact = factOf(shape);
        if (at !== fact) {
          if (at) {
            at.created--;
            if (is) at.live--;
          }
          fact.created++;
          if (is) fact.live++;
          at = fact;
        }
        if (live !== is) fact.live += live ? 1 : -1;
        is = live;
        dirty = true;
        changed();
      };
    },
    /** All of them, where any has changed (or with `full`). */
    take(full: boolean): NodeFact[] {
      const told = full || dirty;
      dirty = false;
      return told ? list : [];
    },
  };
};
