"""The account types of QuickBooks, their sub-types (the first is the default) and classifications; facts only."""

SUBTYPES: dict[str, tuple[str, ...]] = {
    "Bank": ("CashOnHand", "Checking", "MoneyMarket", "RentsHeldInTrust", "Savings", "TrustAccounts"),
    "Accounts Receivable": ("AccountsReceivable",),
    "Other Current Asset": (
        *("EmployeeCashAdvances", "AllowanceForBadDebts", "DevelopmentCosts", "Inventory", "LoansToOfficers"),
        *("LoansToOthers", "LoansToStockholders", "OtherCurrentAssets", "PrepaidExpenses", "Retainage"),
        "UndepositedFunds",
    ),
    "Fixed Asset": (
        *("FurnitureAndFixtures", "AccumulatedDepletion", "AccumulatedDepreciation", "Buildings"),
        *("IntangibleAssets", "Land", "LeaseholdImprovements", "MachineryAndEquipment", "OtherFixedAssets"),
        "Vehicles",
    ),
    "Other Asset": (
        *("OtherLongTermAssets", "AccumulatedAmortizationOfOtherAssets", "Goodwill", "LeaseBuyout"),
        *("Licenses", "OrganizationalCosts", "SecurityDeposits"),
    ),
    "Accounts Payable": ("AccountsPayable",),
    "Credit Card": ("CreditCard",),
    "Other Current Liability": (
        *("OtherCurrentLiabilities", "DirectDepositPayable", "FederalIncomeTaxPayable", "GlobalTaxPayable"),
        *("GlobalTaxSuspense", "InsurancePayable", "LineOfCredit", "LoanPayable", "PayrollClearing"),
        *("PayrollTaxPayable", "PrepaidExpensesPayable", "RentsInTrustLiability", "SalesTaxPayable"),
        *("StateLocalIncomeTaxPayable", "TrustAccountsLiabilities"),
    ),
    "Long Term Liability": ("NotesPayable", "OtherLongTermLiabilities", "ShareholderNotesPayable"),
    "Equity": (
        *("OpeningBalanceEquity", "AccumulatedAdjustment", "CommonStock", "EstimatedTaxes", "Healthcare"),
        *("OwnersEquity", "PaidInCapitalOrSurplus", "PartnerContributions", "PartnerDistributions"),
        *("PartnersEquity", "PersonalExpense", "PersonalIncome", "PreferredStock", "RetainedEarnings"),
        "TreasuryStock",
    ),
    "Income": (
        *("SalesOfProductIncome", "DiscountsRefundsGiven", "NonProfitIncome", "OtherPrimaryIncome"),
        *("ServiceFeeIncome", "UnappliedCashPaymentIncome"),
    ),
    "Cost of Goods Sold": (
        *("SuppliesMaterialsCogs", "CostOfLaborCos", "EquipmentRentalCos", "OtherCostsOfServiceCos"),
        "ShippingFreightDeliveryCos",
    ),
    "Expense": (
        *("Travel", "AdvertisingPromotional", "Auto", "BadDebts", "BankCharges", "CharitableContributions"),
        *("CommissionsAndFees", "CostOfLabor", "DuesSubscriptions", "Entertainment", "EntertainmentMeals"),
        *("EquipmentRental", "FinanceCosts", "GlobalTaxExpense", "Insurance", "InterestPaid"),
        *("LegalProfessionalFees", "OfficeGeneralAdministrativeExpenses", "OtherBusinessExpenses"),
        *("OtherMiscellaneousServiceCost", "PayrollExpenses", "PromotionalMeals", "RentOrLeaseOfBuildings"),
        *("RepairMaintenance", "ShippingFreightDelivery", "SuppliesMaterials", "TaxesPaid", "TravelMeals"),
        *("UnappliedCashBillPaymentExpense", "Utilities"),
    ),
    "Other Income": (
        *("OtherInvestmentIncome", "DividendIncome", "InterestEarned", "OtherMiscellaneousIncome"),
        "TaxExemptInterest",
    ),
    "Other Expense": (
        *(
            "OtherMiscellaneousExpense",
            "Amortization",
            "Depreciation",
            "ExchangeGainOrLoss",
            "PenaltiesSettlements",
        ),
    ),
}

CLASSIFICATION = {
    **dict.fromkeys(
        ("Bank", "Accounts Receivable", "Other Current Asset", "Fixed Asset", "Other Asset"), "Asset"
    ),
    **dict.fromkeys(
        ("Accounts Payable", "Credit Card", "Other Current Liability", "Long Term Liability"), "Liability"
    ),
    "Equity": "Equity",
    **dict.fromkeys(("Income", "Other Income"), "Revenue"),
    **dict.fromkeys(("Cost of Goods Sold", "Expense", "Other Expense"), "Expense"),
}


def type_of(subtype: str) -> str:
    """The one type a sub-type belongs to."""
    return next(kind for kind, names in SUBTYPES.items() if subtype in names)
