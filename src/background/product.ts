export interface Brand {
  brand: string;
  version: string;
}

/** The made-up one that is there so that nobody relies on the list: "Not;A=Brand", "Not_A Brand" … */
const isMadeUp = ({ brand }: Brand): boolean => /^notabrand$/i.test(brand.replace(/[^a-z]/gi, ''));

/** Which of a browser's brands is the product: all of them but Chromium itself say that they are Chromium, too. */
export const productOf = (brands: readonly Brand[]): Brand | undefined => {
  const real = brands.filter((brand) => !isMadeUp(brand));
  return real.find(({ brand }) => brand !== 'Chromium') ?? real[0];
};
