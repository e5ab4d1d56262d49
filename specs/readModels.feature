Feature: The log keeps read models
  They are looked at when they have caught up: a step waits for that by itself.

  Scenario: PR-6 a submitted order counts into the sales of each of its products
    When createOrder is sent with {"orderId": "o-1", "customerId": "ana"}
    And addOrderItem is sent with {"orderId": "o-1", "item": {"productId": "tea", "quantity": 3, "unitPriceCents": 450}}
    And addOrderItem is sent with {"orderId": "o-1", "item": {"productId": "honey", "quantity": 1, "unitPriceCents": 800}}
    And submitOrder is sent with {"orderId": "o-1"}
    Then it is executed
    And productSales of "tea" shows {"orders": 1, "quantity": 3, "revenueCents": 1350}
    And productSales of "honey" shows {"orders": 1, "quantity": 1, "revenueCents": 800}
    And customerSales of "ana" shows {"orders": 1, "revenueCents": 2150}
    And orderDetails of "o-1" shows {"customerId": "ana", "status": "submitted", "totalCents": 2150}

  Scenario: PR-6 what both contexts tell of an order is in one row
    Given the events
      | OrderCreated  | {"orderId": "o-1", "customerId": "ana"}                       |
      | StockReserved | {"productId": "tea", "orderId": "o-1", "quantity": 3}         |
    When cancelOrder is sent with {"orderId": "o-1", "reason": "none"}
    Then it is executed
    And orderFulfilment of "o-1" shows {"status": "cancelled", "reserved": 3}
    And there is no customerCancellations of "bob"

  Scenario: PR-2 the log alone is enough: what was stored before anybody looked is there
    Given the events
      | OrderCreated   | {"orderId": "o-1", "customerId": "ana"}                                                |
      | OrderItemAdded | {"orderId": "o-1", "item": {"productId": "tea", "quantity": 2, "unitPriceCents": 100}} |
    Then orderDetails of "o-1" shows {"status": "draft", "totalCents": 200}
    And there is no productSales of "tea"
